// What is measured on a page as it stands. Each function gives a list of problems in words; an empty list is good.
// Belongs here: looking. Does not belong here: getting to a page, or what to think of what is found.
(() => {
  const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const words = text => (text || '').replace(/\s+/g, ' ').trim();
  const name = element => {
    const said = words(element.innerText || element.value || element.getAttribute('aria-label'));
    const id = element.id ? '#' + element.id : '';
    return `<${element.tagName.toLowerCase()}${id} class="${element.getAttribute('class') || ''}"> “${said.slice(0, 50)}”`;
  };
  const isShown = element => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  // Text for screen readers only is a box of one pixel, or cut away.
  const isForEyes = element => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const tiny = box.width <= 1.5 || box.height <= 1.5;
      if (tiny && style.overflow !== 'visible') return false;
      if (style.clipPath !== 'none' && style.position === 'absolute') return false;
    }
    return true;
  };
  const scroller = element => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return at;
    }
    return null;
  };

  function sidewaysScroll() {
    const root = document.documentElement;
    const over = root.scrollWidth - root.clientWidth;
    if (over <= 0) return [];
    const guilty = [...document.body.querySelectorAll('*')]
      .filter(isShown).filter(isForEyes).filter(element => !scroller(element))
      .filter(element => {
        const box = element.getBoundingClientRect();
        return box.right > root.clientWidth + 1 || box.left < -1;
      }).slice(-3).map(name);
    return [`the page scrolls sideways by ${over} pixels: ${guilty.join(', ')}`];
  }

  function cutOffText() {
    return [...document.body.querySelectorAll('*')].filter(element => {
      const style = getComputedStyle(element);
      const cuts = way => ['hidden', 'clip'].includes(way);
      if (!cuts(style.overflowX) && !cuts(style.overflowY)) return false;
      if (!words(element.innerText) || !isShown(element) || !isForEyes(element)) return false;
      return (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 2)
        || (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 2);
    }).map(element => `text is cut off in ${name(element)}`);
  }

  // The middle half of each line: lines that stand close together share the space above and below their letters.
  function lines() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const owner = node.parentElement;
      if (!words(node.data) || ['SCRIPT', 'STYLE', 'OPTION', 'NOSCRIPT'].includes(owner.tagName)) continue;
      if (!isShown(owner) || !isForEyes(owner)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width < 2 || box.height < 4) continue;
        found.push({ node, owner, left: box.left, right: box.right,
          top: box.top + box.height / 4, bottom: box.bottom - box.height / 4 });
      }
    }
    return found;
  }

  function boxes() {
    return [...document.body.querySelectorAll('input:not([type=hidden]), select, textarea, img, svg, video, audio')]
      .filter(isShown).filter(isForEyes).map(owner => {
        const box = owner.getBoundingClientRect();
        return { node: owner, owner, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
      }).filter(box => box.right - box.left > 4 && box.bottom - box.top > 4);
  }

  function overlaps() {
    const found = [], text = lines(), other = boxes();
    const meet = (one, two) => Math.min(one.right, two.right) - Math.max(one.left, two.left) > 2
      && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 2;
    text.forEach((one, place) => {
      for (const two of [...text.slice(place + 1), ...other]) {
        if (one.node === two.node || !meet(one, two)) continue;
        if (two.owner.closest('svg') && two.owner.closest('svg') === one.owner.closest('svg')) continue;
        found.push(`${name(one.owner)} and ${name(two.owner)} lie over each other`);
      }
    });
    return [...new Set(found)];
  }

  // WCAG 2.5.8 leaves out links within a sentence. A radio or a checkbox is as large as it is with its label.
  const inSentence = element => element.tagName === 'A' && getComputedStyle(element).display === 'inline'
    && words(element.parentElement.innerText).length > words(element.innerText).length + 1;

  const target = element => {
    const box = element.getBoundingClientRect();
    const all = [box, ...[...(element.labels || [])].filter(isShown).map(label => label.getBoundingClientRect())];
    const isChoice = ['radio', 'checkbox'].includes(element.type);
    const sizes = isChoice ? all : [box];
    return { width: Math.max(...sizes.map(size => size.width)), height: Math.max(...sizes.map(size => size.height)) };
  };

  function smallTargets(least) {
    return [...document.querySelectorAll(CONTROLS)].filter(isShown).filter(isForEyes)
      .filter(element => !inSentence(element) && !element.closest('.govuk-skip-link'))
      .map(element => [element, target(element)])
      .filter(([, size]) => size.height + 0.5 < least || size.width + 0.5 < least)
      .map(([element, size]) => `${name(element)} is ${Math.round(size.width)} × ${Math.round(size.height)} pixels`);
  }

  // Within one paragraph the scripts of its words decide which of them stands first.
  const block = element => {
    let at = element;
    while (at.parentElement && getComputedStyle(at).display === 'inline') at = at.parentElement;
    return at;
  };

  // What two elements stand in together is read from right to left, such as the row of a table.
  function fromTheRight(one, other) {
    let both = one;
    while (!both.contains(other)) both = both.parentElement;
    return getComputedStyle(both).direction === 'rtl';
  }

  // In a page that is read from one side to the other, what comes later stands lower or further along.
  function disorder() {
    const root = document.querySelector('main');
    const found = [];
    let last = null;
    for (const line of root ? lines().filter(one => root.contains(one.owner)) : []) {
      if (line.owner.closest('svg')) continue;
      const rtl = last !== null && fromTheRight(line.owner, last.owner);
      const along = last && (rtl ? line.right <= last.left + 2 : line.left >= last.right - 2);
      if (last && line.bottom <= last.top && !beyond(line, last, rtl)) {
        found.push(`${name(line.owner)} comes after ${name(last.owner)} and stands above it`);
      } else if (last && !along && line.top < last.bottom && line.bottom > last.top && block(line.owner) !== block(last.owner)
          && (rtl ? line.left >= last.right : line.right <= last.left)) {
        found.push(`${name(line.owner)} comes after ${name(last.owner)} and stands before it`);
      }
      last = line;
    }
    return found;
  }

  // The top of a next column is above the foot of the one before it.
  function beyond(line, last, rtl) {
    const column = element => {
      for (let at = element; at; at = at.parentElement) {
        const parent = at.parentElement && getComputedStyle(at.parentElement);
        if (parent && ['grid', 'flex', 'table-row'].includes(parent.display)) {
          const mine = at.getBoundingClientRect();
          if (at.parentElement.contains(last.owner)) {
            const sibling = [...at.parentElement.children].find(child => child.contains(last.owner));
            const theirs = sibling.getBoundingClientRect();
            return rtl ? mine.right <= theirs.left + 2 : mine.left >= theirs.right - 2;
          }
        }
      }
      return false;
    };
    return column(line.owner);
  }

  function names() {
    const found = [];
    const plain = text => words(text).toLowerCase();
    for (const element of document.querySelectorAll(CONTROLS)) {
      // A region that scrolls can have the focus and is no control.
      if (!isShown(element) || element.matches('[role=region], [role=group]')) continue;
      const labels = [...(element.labels || [])];
      const by = (element.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
        .map(id => document.getElementById(id)?.textContent).join(' ');
      const given = words(by || element.getAttribute('aria-label'));
      const seen = words(labels.map(label => label.innerText).join(' ')
        || (element.matches('input, select, textarea') ? '' : element.innerText));
      const own = given || seen || words([...element.querySelectorAll('img[alt], svg[aria-label]')]
        .map(picture => picture.alt || picture.getAttribute('aria-label')).join(' ')) || words(element.textContent);
      if (!own) found.push(`${name(element)} has no name`);
      else if (given && !plain(given).includes(plain(seen))) {
        found.push(`${name(element)} is called “${given}” and reads “${seen}”`);
      }
      if (element.tabIndex > 0) found.push(`${name(element)} jumps the order of the focus`);
    }
    return found;
  }

  function pictures() {
    const found = [];
    // An error above may push a picture down that is otherwise seen at once.
    const fold = 2 * window.innerHeight;
    for (const picture of document.querySelectorAll('img')) {
      const address = picture.getAttribute('src') || '';
      const called = `the picture ${address}`;
      if (!picture.hasAttribute('width') || !picture.hasAttribute('height')) found.push(`${called} has no size`);
      if (picture.loading !== 'lazy' && picture.getBoundingClientRect().top > fold) {
        found.push(`${called} is not lazy`);
      }
      const inAppendix = picture.closest('.appendix') && address.startsWith('data:image/svg');
      if (!/\.(svg|webp)(\?|$)/.test(address) && !inAppendix && !address.startsWith('data:image/svg')) {
        found.push(`${called} is neither WebP nor SVG`);
      }
    }
    return found;
  }

  // Each message of an error stands beside its field in words, and belongs to it.
  function errors() {
    const found = [];
    for (const link of document.querySelectorAll('.govuk-error-summary a')) {
      const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) { found.push(`the link “${words(link.innerText)}” leads nowhere`); continue; }
      const group = field.closest('.govuk-form-group') || field.parentElement;
      const message = group.querySelector('.govuk-error-message')
        || field.closest('fieldset')?.querySelector('.govuk-error-message');
      if (!message || !isShown(message)) found.push(`nothing beside ${name(field)} says what is wrong`);
      else if (!words(message.textContent.replace(message.querySelector('.govuk-visually-hidden')?.textContent, ''))) {
        found.push(`the message beside ${name(field)} is empty`);
      } else {
        const described = [field, ...(field.closest('fieldset') ? [field.closest('fieldset')] : [])]
          .map(element => element.getAttribute('aria-describedby') || '').join(' ').split(' ');
        if (!described.includes(message.id)) found.push(`the message beside ${name(field)} does not belong to it`);
      }
    }
    return found;
  }

  // In forced colours everything that can be filled in or chosen has an edge or says so itself.
  function edges() {
    const seen = (element, part) => {
      const style = getComputedStyle(element, part);
      const sides = ['Top', 'Right', 'Bottom', 'Left'].map(side => parseFloat(style[`border${side}Width`]) || 0);
      const outline = style.outlineStyle !== 'none' ? parseFloat(style.outlineWidth) || 0 : 0;
      return Math.max(...sides, outline) > 0;
    };
    return [...document.querySelectorAll('button, .govuk-button, input:not([type=hidden]), select, textarea')]
      .filter(isShown).filter(isForEyes)
      .filter(element => {
        const label = element.labels && element.labels[0];
        const drawn = seen(element) || (label && (seen(label, '::before') || seen(label)));
        const native = getComputedStyle(element).appearance !== 'none' && element.tagName === 'INPUT';
        return !drawn && !native && getComputedStyle(element).textDecorationLine !== 'underline';
      }).map(element => `${name(element)} has no edge in forced colours`);
  }

  const SPACING = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`;
  const LARGE = 'html { font-size: 200% !important; }';
  let extra = null;
  function style(rules) {
    if (!extra) { extra = new CSSStyleSheet(); document.adoptedStyleSheets = [...document.adoptedStyleSheets, extra]; }
    extra.replaceSync(rules || '');
  }

  const layout = () => [...sidewaysScroll(), ...cutOffText(), ...overlaps()];

  window.measures = {
    layout, disorder, names, pictures, errors, edges, smallTargets,
    spaced: () => { style(SPACING); const found = layout(); style(''); return found; },
    large: () => { style(LARGE); const found = layout(); style(''); return found; },
  };
})();
