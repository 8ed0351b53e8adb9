// Makes consult/static/pictures from OpenMoji (CC BY-SA 4.0) and from drawings of this project's own.
//
// The pictures are in the repository; only someone who adds one needs this, with node 18 or newer:
//   npm pack @iconify-json/openmoji@1.2.29 && tar xzf iconify-json-openmoji-1.2.29.tgz
//   node scripts/make_pictures.mjs package/icons.json
// Each picture gets plain English for a name and a white tile behind it, so that its black lines are seen on any
// background and in forced colours. A drawing that could load or run something is refused.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'

const FOLDER = new URL('../consult/static/pictures/', import.meta.url)
const LARGEST = 8 * 1024
const NOT_ALLOWED = /<(script|style|image|use|foreignObject|a)\b|\bon[a-z]+=|href|url\(|\bid=/i

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'))

function openmoji(name) {
  const icon = source.icons[name] ?? source.icons[source.aliases[name]?.parent]
  if (!icon) throw new Error(`OpenMoji has no drawing called ${name}`)
  return withoutNames(icon.body)
}

// A shape that is drawn twice is written out twice, so that no drawing needs names inside it.
function withoutNames(body) {
  const shapes = new Map([...body.matchAll(/<path id="([^"]+)"([^>]*?)\/>/g)].map(([, id, rest]) => [id, rest]))
  return body
    .replace(/<use href="#([^"]+)"([^>]*?)\/>/g, (_, id, more) => `<path${more}${shapes.get(id)}/>`)
    .replace(/<defs>.*?<\/defs>/g, '')
    .replace(/ id="[^"]*"/g, '')
}

const at = (name, x, y, size = 1) => `<g transform="translate(${x} ${y}) scale(${size})">${openmoji(name)}</g>`
const turned = (name, transform) => `<g transform="${transform}">${openmoji(name)}</g>`
const lines = (path, colour = '#000', width = 2) =>
  `<path fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${path}"/>`

// Our name: OpenMoji's name.
const RENAMED = {
  // People
  person: 'person', family: 'family', child: 'child', parent: 'family-adult-child', carer: 'help-others',
  girl: 'girl', boy: 'boy', baby: 'baby', man: 'man', woman: 'woman', grandparent: 'older-person',
  friends: 'people-holding-hands', together: 'people-hugging', 'feed-a-baby': 'person-feeding-baby',
  student: 'student', teacher: 'woman-teacher', doctor: 'male-doctor', nurse: 'female-nurse',
  'office-worker': 'office-worker', 'police-officer': 'police-officer',
  judge: 'judge', builder: 'construction-worker',
  // Bodies, and getting about
  walk: 'person-walking', run: 'person-running', wheelchair: 'person-in-manual-wheelchair',
  'power-wheelchair': 'person-in-motorized-wheelchair', 'white-cane': 'person-with-white-cane',
  'guide-dog': 'guide-dog', deaf: 'deaf-person', 'hearing-aid': 'ear-with-hearing-aid', brain: 'brain',
  accessible: 'wheelchair-symbol', bus: 'oncoming-bus', minibus: 'minibus', car: 'automobile', taxi: 'taxi',
  train: 'train', bicycle: 'bicycle', ambulance: 'ambulance',
  // Saying and understanding
  see: 'eyes', hear: 'ear', write: 'writing-hand', read: 'open-book', talk: 'speaking-head',
  think: 'thinking-face', quiet: 'shushing-face', noisy: 'loudspeaker', 'sign-language': 'open-hands',
  meeting: 'people-dialogue', information: 'information', idea: 'light-bulb', help: 'person-raising-hand',
  'dont-know': 'person-shrugging', yes: 'check-mark', no: 'cross-mark', vote: 'ballot-box-with-ballot',
  // Feelings
  happy: 'smiling-face-with-smiling-eyes', worried: 'worried-face', scared: 'fearful-face',
  angry: 'angry-face', tired: 'yawning-face', confused: 'confused-face', calm: 'relieved-face', heart: 'red-heart',
  // Places
  home: 'house', homes: 'houses', school: 'school', hospital: 'hospital', council: 'classical-building',
  play: 'playground-slide', park: 'deciduous-tree', place: 'round-pushpin', toilet: 'toilet', door: 'door',
  world: 'globe-showing-europe-africa', choice: 'signpost',
  // Things to do
  swim: 'person-swimming', ride: 'person-biking', 'play-ball': 'person-bouncing-ball', sport: 'soccer-ball',
  music: 'musical-notes', art: 'artist-palette', food: 'fork-and-knife-with-plate', drink: 'hot-beverage',
  sleep: 'person-in-bed', toys: 'teddy-bear', books: 'books', shopping: 'shopping-cart', party: 'birthday-cake',
  bath: 'bathtub', dog: 'dog', cat: 'cat',
  // Things
  computer: 'laptop', tablet: 'tablet', phone: 'telephone', 'mobile-phone': 'mobile-phone', internet: 'wifi',
  letter: 'envelope', email: 'e-mail', document: 'page-with-curl', form: 'clipboard', law: 'balance-scale',
  money: 'pound-banknote', ticket: 'ticket', camera: 'camera', video: 'video-camera', microphone: 'microphone',
  headphones: 'headphone', search: 'magnifying-glass-tilted-left', key: 'key', tools: 'hammer-and-wrench',
  puzzle: 'puzzle-piece', target: 'bullseye', results: 'bar-chart', medicine: 'pill', tooth: 'tooth',
  'first-aid': 'first-aid-kit', bag: 'backpack', chair: 'chair', equipment: 'crutch',
  // Time and weather
  clock: 'three-oclock', time: 'stopwatch', waiting: 'hourglass-not-done', calendar: 'spiral-calendar',
  morning: 'sunrise', night: 'crescent-moon', sun: 'sun', rain: 'cloud-with-rain',
  // Safe, private, and signs
  shield: 'shield', safe: 'safety', 'not-safe': 'warning', emergency: 'sos-button', private: 'locked',
  star: 'star', stop: 'stop-sign', change: 'counterclockwise-arrows-button', 'not-allowed': 'prohibited',
  full: 'jar-with-blue-content',
}

const clockBeside = (name) => at('three-oclock', -8, 8, 0.85) + at(name, 36, 0, 0.5)

// Made of several of OpenMoji's drawings.
const COMPOSED = {
  group: at('man', -9, -1, 0.7) + at('woman', 31, -1, 0.7) + at('person', 8, 15, 0.78),
  teenager: at('person-standing', -13, 0, 1) + at('backpack', 30, 26, 0.55),
  'social-worker': at('woman-office-worker', -6, -2, 0.85) + at('red-heart', 40, 0, 0.45),
  listen: at('ear', -14, 4, 0.9) + at('speech-balloon', 32, 4, 0.55),
  outdoors: at('deciduous-tree', -12, 4, 0.95) + at('sun', 36, -2, 0.5),
  early: clockBeside('sun'),
  late: clockBeside('crescent-moon'),
  near: at('house', -9, 10, 0.85) + at('person-standing', 30, 16, 0.75),
  far: at('house', -11, 2, 0.65) + at('person-standing', 37, 6, 0.6) +
    lines('M14 58h44m-37-6-7 6 7 6m30-12 7 6-7 6', '#000', 3),
  'look-after': at('heart-hands', 0, 15, 1) + at('child', 14, -8, 0.62),
  agree: at('left-speech-bubble', 0, 0) + at('check-mark', 16, 12, 0.58),
  disagree: at('left-speech-bubble', 0, 0) + at('cross-mark', 16, 12, 0.58),
  'prefer-not-to-say': at('left-speech-bubble', 0, 0) + at('locked', 16, 12, 0.56),
  'thumb-up': openmoji('thumbs-up'),
  'thumb-down': turned('thumbs-up', 'matrix(1 0 0 -1 0 72)'),
}

// Five faces told apart by mouth and eyebrows alone, so that they need no colour.
const face = (eyebrows, eyes, mouth) =>
  '<circle cx="36" cy="36" r="26" fill="#fcea2b" stroke="#000" stroke-width="2"/>' +
  lines(eyebrows, '#000', 2.5) + eyes.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3"/>`).join('') + mouth
const mouthLine = (path) => lines(path, '#000', 3)
const openMouth = (path) =>
  `<path fill="#fff" stroke="#000" stroke-width="2.5" stroke-linejoin="round" d="${path}"/>`

// A fist from the front, with the thumb level. OpenMoji's raised thumb leans, so that it points down when it is turned.
const filled = (path) =>
  `<path fill="#fcea2b" stroke="#000" stroke-width="2" stroke-linejoin="round" d="${path}"/>`
const finger = (x, y, height) => filled(`M${x} ${y}a4 4 0 0 1 8 0v${height}a4 4 0 0 1-8 0z`)
const levelThumb = filled('M9 31v13q0 13 12 13h9q11 0 12-9h19a5 5 0 0 0 0-10H38V28z') +
  finger(9, 25, 13) + finger(17, 22, 18) + finger(25, 22, 18) + finger(33, 24, 14)

// Drawn for this project.
const DRAWN = {
  'thumb-sideways': levelThumb,
  'face-very-happy': face('M22 23q5-6 10-1M40 22q5-5 10 1', [[27, 31], [45, 31]],
    openMouth('M20 39h32q-2 16-16 16t-16-16z')),
  'face-happy': face('M22 25q5-4 10-1M40 24q5-3 10 1', [[27, 32], [45, 32]], mouthLine('M23 43q13 12 26 0')),
  'face-neutral': face('M22 24h10M40 24h10', [[27, 32], [45, 32]], mouthLine('M24 47h24')),
  'face-sad': face('M22 26l10-4M40 22l10 4', [[27, 33], [45, 33]], mouthLine('M24 50q12-10 24 0')),
  'face-very-sad': face('M20 28l12-8M40 20l12 8', [[27, 34], [45, 34]],
    openMouth('M22 54q2-13 14-13t14 13z') + '<path fill="#92d3f5" stroke="#000" stroke-width="1.5" d="M19 39q-4 6-4 8.5a4 4 0 0 0 8 0q0-2.5-4-8.5z"/>'),
  'question-mark': '<circle cx="36" cy="36" r="26" fill="#92d3f5" stroke="#000" stroke-width="2"/>' +
    lines('M27 29q0-9 9-9t9 8q0 5-5 8t-4 8', '#000', 5) + '<circle cx="36" cy="52" r="3.2"/>',
  other: '<circle cx="36" cy="36" r="26" fill="#d0cfce" stroke="#000" stroke-width="2"/>' +
    '<circle cx="24" cy="36" r="4"/><circle cx="36" cy="36" r="4"/><circle cx="48" cy="36" r="4"/>',
  go: '<circle cx="36" cy="36" r="26" fill="#b1cc33" stroke="#000" stroke-width="2"/>' +
    lines('M22 36h27m-10-11 11 11-11 11', '#000', 5),
  map: '<path fill="#b1cc33" stroke="#000" stroke-width="2" stroke-linejoin="round" d="M10 20l17-6 18 6 17-6v38l-17 6-18-6-17 6z"/>' +
    lines('M27 14v38M45 20v38') + lines('M15 44q8-10 20-8t20-11', '#ea5a47', 3),
}

function saved(name, body) {
  if (NOT_ALLOWED.test(body)) throw new Error(`${name} could load or run something`)
  const tile = '<rect width="72" height="72" rx="8" fill="#fff"/>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">${tile}${body}</svg>\n`
  if (svg.length > LARGEST) throw new Error(`${name} has ${svg.length} bytes; ${LARGEST} is the most`)
  writeFileSync(new URL(`${name}.svg`, FOLDER), svg)
  return svg.length
}

mkdirSync(FOLDER, { recursive: true })
for (const file of readdirSync(FOLDER)) if (file.endsWith('.svg')) rmSync(new URL(file, FOLDER))
let bytes = 0
for (const [name, from] of Object.entries(RENAMED)) bytes += saved(name, openmoji(from))
for (const [name, body] of Object.entries({ ...COMPOSED, ...DRAWN })) bytes += saved(name, body)
const count = [RENAMED, COMPOSED, DRAWN].reduce((sum, set) => sum + Object.keys(set).length, 0)
process.stdout.write(`${count} pictures, ${bytes} bytes\n`)
