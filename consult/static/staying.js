/* Keeps what was typed where the network is gone, and says how much time is left. Without this script a page works
   as before. Nothing is stored on the device: other people may use it. */

const SECONDS_TO_WAIT = 10;
const words = document.querySelector('[data-staying-words]');
const status = document.querySelector('[data-staying-status]');

function say(text) {
  if (status) status.textContent = text;
}

async function siteAnswers() {
  if (!navigator.onLine) return false;
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), SECONDS_TO_WAIT * 1000);
  try {
    return (await fetch(words.dataset.address, { cache: 'no-store', signal: giveUp.signal })).ok;
  } catch {
    // A site that is slow to answer is there; only one that cannot be reached is not.
    return giveUp.signal.aborted;
  } finally {
    clearTimeout(timer);
  }
}

// A page that cannot be sent is lost in many browsers, so the site is asked first whether it is there.
function keep(form) {
  let asking = false;
  let goesOn = false;
  form.addEventListener('submit', async (event) => {
    if (goesOn) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const reached = await siteAnswers();
    asking = false;
    if (!reached) {
      say('');
      say(navigator.onLine ? words.dataset.notReached : words.dataset.stillOffline);
      return;
    }
    say('');
    goesOn = true;
    form.requestSubmit(event.submitter);
    goesOn = false;
  });
}

function announceTime() {
  for (const one of words.querySelectorAll('[data-seconds]')) {
    setTimeout(() => say(one.textContent), Number(one.dataset.seconds) * 1000);
  }
}

if (words && 'requestSubmit' in HTMLFormElement.prototype) {
  document.querySelectorAll('form[data-staying]').forEach(keep);
  addEventListener('offline', () => say(words.dataset.offline));
  addEventListener('online', () => say(words.dataset.online));
  announceTime();
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// A page that the browser kept is asked for again: the person before may have finished on this device.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
