// Reads a question aloud with the browser's own speech. A button shows only when there is a voice for the language of
// the question. Pressed again, it stops. It reads the question, its hint and its options, and nothing else.

const READ = 'h1, h2, legend, label, .govuk-hint, p.govuk-body';
const NOT_READ = '.govuk-visually-hidden, .govuk-error-message, .govuk-character-count__message, .listen, .safeguarding';
const speech = window.speechSynthesis;

function voiceFor(language) {
  const primary = language.toLowerCase().split('-')[0];
  const of = (voice) => voice.lang.toLowerCase().replace('_', '-').split('-')[0];
  const voices = speech.getVoices().filter((voice) => of(voice) === primary);
  return voices.find((voice) => voice.localService) || voices[0];
}

function wordsOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(NOT_READ).forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, ' ').trim();
}

function sentences(question) {
  const parts = [...question.querySelectorAll(READ)];
  // A legend that holds the heading of the page would be read twice.
  const once = parts.filter((part) => !part.closest(NOT_READ) && !parts.some((other) => other !== part && other.contains(part)));
  return once.map(wordsOf).filter(Boolean);
}

function prepare(place) {
  const button = place.querySelector('button');
  const words = button.querySelector('.listen__words');
  const { listen: language, stop } = place.dataset;
  const start = words.textContent;
  let reading = false;

  const ended = () => {
    reading = false;
    words.textContent = start;
  };
  const read = (voice) => {
    const said = sentences(place.closest('.question')).map((text) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      utterance.voice = voice;
      return utterance;
    });
    if (!said.length) return;
    said.at(-1).onend = ended;
    said.forEach((utterance) => {
      utterance.onerror = ended;
      speech.speak(utterance);
    });
    reading = true;
    words.textContent = stop;
  };

  button.addEventListener('click', () => {
    const wasReading = reading;
    speech.cancel();
    ended();
    if (!wasReading) read(voiceFor(language));
  });
}

if (speech) {
  const places = [...document.querySelectorAll('[data-listen]')];
  places.forEach(prepare);
  const show = () => places.forEach((place) => { place.hidden = !voiceFor(place.dataset.listen); });
  // Some browsers learn of their voices only after a while.
  speech.addEventListener('voiceschanged', show);
  show();
  window.addEventListener('pagehide', () => speech.cancel());
}
