(function () {
  var words = document.currentScript.dataset;
  function asText(sign) { return '\'' + sign; }
  function textOf(table) {
    return Array.from(table.rows, function (row) {
      return Array.from(row.cells, function (cell) {
        return cell.dataset.value || cell.textContent.trim().replace(/^[=+@-]/, asText);
      }).join('\t');
    }).join('\n') + '\n';
  }
  function copyByHand(text) {
    var area = document.createElement('textarea');
    area.value = text;
    document.body.appendChild(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  document.querySelectorAll('table').forEach(function (table) {
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = words.copy;
    button.addEventListener('click', function () {
      var text = textOf(table);
      function done() { button.textContent = words.copied; }
      if (navigator.clipboard)
        navigator.clipboard.writeText(text).then(done, function () {
          copyByHand(text);
          done();
        });
      else {
        copyByHand(text);
        done();
      }
    });
    table.caption.appendChild(button);
    if (table.querySelector('.minor')) {
      var all = document.createElement('button');
      all.type = 'button';
      all.className = 'all';
      all.textContent = words.all;
      all.addEventListener('click', function () {
        all.setAttribute('aria-pressed', table.parentNode.classList.toggle('every'));
      });
      table.caption.appendChild(all);
    }
  });
  /* Pictures of several years: one at a time. */
  document.querySelectorAll('.frames').forEach(function (frames) {
    var figures = Array.from(frames.querySelectorAll('figure')), timer = null;
    var controls = document.createElement('div'), button = document.createElement('button'),
      slider = document.createElement('input'), year = document.createElement('output');
    if (2 > figures.length)
      return;
    function show() {
      figures.forEach(function (figure, i) {
        figure.classList.toggle('shown', i === Number(slider.value));
      });
      year.textContent = slider.ariaValueText = figures[slider.value].dataset.year;
    }
    function stop() {
      clearInterval(timer);
      timer = null;
      button.textContent = frames.dataset.play;
    }
    function next() {
      slider.value = Number(slider.value) + 1;
      show();
      if (Number(slider.value) === figures.length - 1)
        stop();
    }
    button.type = 'button';
    slider.type = 'range';
    slider.min = 0;
    slider.max = figures.length - 1;
    slider.value = slider.max;
    slider.setAttribute('aria-label', frames.dataset.year);
    slider.addEventListener('input', function () { stop(); show(); });
    button.addEventListener('click', function () {
      if (timer)
        return stop();
      if (slider.value === slider.max)
        slider.value = 0;
      show();
      button.textContent = frames.dataset.pause;
      timer = setInterval(next, 700);
    });
    controls.className = 'controls';
    controls.append(button, slider, year);
    frames.prepend(controls);
    frames.classList.add('one');
    stop();
    show();
  });
})();
