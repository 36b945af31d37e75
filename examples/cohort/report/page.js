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
  });
})();
