// An example: a page of the agency's portal searches a catalogue in another folder of the same host.
(function () {
  'use strict';
  const form = document.getElementById('zfxxgk'), status = document.getElementById('zfxxgk-status'), list = document.getElementById('zfxxgk-hits');
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    status.textContent = '正在检索……';
    mulu.search(form.elements.q.value, { limit: 5 }).then(function (answer) {
      status.textContent = '找到' + answer.total + '件。';
      list.textContent = '';
      answer.hits.forEach(function (hit) {
        const link = document.createElement('a');
        link.href = mulu.base + hit.url;
        link.textContent = hit.title;
        list.appendChild(document.createElement('li')).appendChild(link);
      });
    }, function () {
      status.textContent = '检索未能完成，请稍后再试。';
    });
  });
})();
