// Fills in a page of a questionnaire as it stands, without knowing what it asks.
// `rightly`: an answer to every question, the first option of each. `wrongly`: what no field takes.
way => {
  const controls = [...document.querySelectorAll('main form [name^="q_"], main form [name=support]')];
  const named = new Set();
  const first = control => !named.has(control.name) && named.add(control.name);
  const date = { day: ['1', '31'], month: ['2', '2'], year: ['2021', '2021'] };
  let places = 0;
  for (const control of controls) {
    const wrong = way === 'wrongly' ? 1 : 0;
    const part = Object.keys(date).find(key => control.name.endsWith('-' + key));
    if (control.type === 'hidden') continue;
    if (control.type === 'radio') control.checked = !wrong && Boolean(first(control));
    else if (control.type === 'checkbox') {
      const isPreference = control.closest('.question__preference');
      control.checked = !isPreference && (Boolean(wrong) || Boolean(first(control)));
    } else if (control.tagName === 'SELECT') {
      places += 1;
      const chosen = control.options[wrong ? 1 : Math.min(places, control.options.length - 1)];
      control.value = chosen.value;
    } else if (part) control.value = date[part][wrong];
    else if (/numeric|decimal/.test(control.inputMode)) control.value = ['7', 'seven'][wrong];
    else control.value = ['Short words', 'Long words '.repeat(60)][wrong];
  }
  return controls.length;
}
