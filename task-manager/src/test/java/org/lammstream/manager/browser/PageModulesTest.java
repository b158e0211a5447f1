package org.lammstream.manager.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page's modules that only compute, run by the browser that they are written for. */
@ExtendWith(BrowserExtension.class)
class PageModulesTest {
  private final PageServer server = new PageServer();
  private final Browser browser;

  PageModulesTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void open() {
    browser.open(server.address());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void numbersAreWrittenInOneWay() {
    assertThat(
            list(
                """
                const f = await import('/dashboard/core/format.js');
                return [f.percent(0.6764), f.percent(null), f.percent(-0.0001), f.points(0.0123),
                  f.points(-0.5), f.points(0.0004), f.lost(0.145), f.count(12345), f.plural(1, 'class', 'classes'),
                  f.plural(0, 'class', 'classes'), f.duration(0.02), f.duration(75), f.duration(7300),
                  f.timeLeft(18.2), f.timeLeft(null), f.bytes(1536), f.measure(0.000012345), f.measure(0.12345),
                  f.ago(new Date(Date.now() - 180000).toISOString())].map(t => t.replaceAll('\\u00a0', ' '));
                """))
        .containsExactly(
            "67.6 %",
            "–",
            "0.0 %",
            "+1.2",
            "−50.0",
            "0.0",
            "14.5",
            "12,345",
            "1 class",
            "0 classes",
            "0.02 s",
            "1 min 15 s",
            "2 h 1 min",
            "about 18 s left",
            "time left unknown",
            "1.5 KB",
            "1.2e-5",
            "0.123",
            "3 minutes ago");
  }

  @Test
  void eventsAreReadHoweverTheNetworkCutsThem() {
    assertThat(
            list(
                """
                const {EventParser} = await import('/dashboard/core/event-parser.js');
                const text = ': hello\\r\\n\\r\\nid: 7\\nevent: alias-moved\\ndata: {"a":\\ndata: 1}\\n\\n'
                  + 'data:x\\r\\rretry: 3\\nid:\\ndata: y\\n\\nevent: nothing\\n\\n';
                return [1, 2, 3, 5, 1000].map(size => {
                  const parser = new EventParser();
                  const seen = [];
                  for (let at = 0; at < text.length; at += size) seen.push(...parser.push(text.slice(at, at + size)));
                  return seen.map(e => [e.type, e.data.replace('\\n', '|'), e.id].join(' ')).join('; ');
                });
                """))
        .hasSize(5)
        .containsOnly("alias-moved {\"a\":|1} 7; message x 7; message y ");
  }

  @Test
  void addressesKeepEveryName() {
    assertThat(
            list(
                """
                const {href, route} = await import('/dashboard/core/router.js');
                const seen = [];
                for (const name of ['a/b', 'Büro?x=1', '100 %', '#', '..', '<img onerror=1>']) {
                  location.hash = href(['learners', name, 'classes'], {q: name, none: ''});
                  await new Promise(done => addEventListener('hashchange', () => setTimeout(done), {once: true}));
                  seen.push(String(route().path[1] === name && route().query.q === name && !('none' in route().query)));
                }
                await new Promise(done => setTimeout(done, 1000)); // the last request is answered, too
                return seen;
                """))
        .hasSize(6)
        .containsOnly("true");
    browser.complaints(); // These learners do not exist, and the page has asked for them.
  }

  @Test
  void branchesOfVersionsGetLanesOfTheirOwn() {
    assertThat(
            list(
                """
                const {lanes} = await import('/dashboard/views/version-graph.js');
                const draw = (head, ...parents) => {
                  const versions = parents.map((parent, index) => ({number: index + 1, parent}));
                  const placed = lanes(versions, head);
                  return versions.map(({number}) => placed.get(number)).join('');
                };
                return [draw(3, null, 1, 2), draw(4, null, 1, 2, 2), draw(6, null, 1, 1, 1, 2, 5),
                  draw(1, null, 1, 1), draw(6, null, 1, 1, 2, 4, 5)];
                """))
        .containsExactly("000", "0010", "001200", "012", "001000");
  }

  @Test
  void aDraftSaysWhatStandsInTheWay() {
    assertThat(
            list(
                """
                const {Draft} = await import('/dashboard/teach/draft.js');
                const limits = {imageBytes: 200, imagePixels: 4, imagesPerTask: 2, bodyBytes: 100000};
                const canvas = (w, h) => new Promise(done => {
                  const c = document.createElement('canvas');
                  [c.width, c.height] = [w, h];
                  c.toBlob(blob => done(blob), 'image/png');
                });
                const small = new File([await canvas(2, 2)], 'small.png');
                const wide = new File([await canvas(5, 1)], 'wide.png');
                const text = new File(['no image'], 'text.png');
                const torn = new File([(await small.arrayBuffer()).slice(0, 20)], 'torn.png');
                const heavy = new File([await small.arrayBuffer(), new Uint8Array(300)], 'heavy.png');
                const draft = new Draft();
                const [one] = draft.classes;
                const empty = draft.problems(new Set(), limits);
                await draft.addFiles(one, [small, small, wide, text, torn, heavy], limits);
                const nameless = draft.problems(new Set(), limits);
                one.name = 'fox';
                const known = draft.problems(new Set(['fox']), limits);
                const second = draft.addClass(' fox ');
                const twice = draft.problems(new Set(), limits);
                draft.removeClass(second);
                draft.settings = 'epochs';
                const setting = draft.problems(new Set(), limits);
                draft.settings = 'epochs=2, lr=0.1';
                const fine = draft.problems(new Set(), limits);
                const form = draft.form();
                return [empty, nameless, known, twice, setting, fine].map(p => p.join(' | '))
                  .concat(draft.refused, [...form.keys()].join(' '), form.get('configuration'), form.get('train/fox').type);
                """))
        .containsExactly(
            "Add a class: its name and some images.",
            "Give the class a name: the words that describe it.",
            "fox: This learner already knows a class with this name.",
            "fox: Another class here has the same name.",
            "The setting \"epochs\" is not of the form key=value.",
            "",
            "wide.png has 0.0 million pixels; 0.0 are allowed",
            "text.png is neither a JPEG nor a PNG image",
            "torn.png cannot be read as an image",
            "heavy.png has " + heavy() + "; an image may have 200 B",
            "configuration train/fox",
            "{\"epochs\":\"2\",\"lr\":\"0.1\"}",
            "image/png");
  }

  /** The size of a compressed image is the browser's affair. */
  private String heavy() {
    return list("""
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2, 2];
    const blob = await new Promise(done => canvas.toBlob(done, 'image/png'));
    return [blob.size + 300 + ' B'];
    """)
        .get(0);
  }

  private List<String> list(String body) {
    Object result = browser.module(body);
    assertThat(result).isInstanceOf(List.class);
    return ((List<?>) result).stream().map(text -> text.toString().replace('\u00a0', ' ')).toList();
  }
}
