package org.lammstream.manager.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.browser.Browser.id;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** What axe-core finds, in both themes, and what a keyboard reaches. */
@ExtendWith(BrowserExtension.class)
class PageAccessibilityTest {
  private static final PreparedLearner LEARNER = new PreparedLearner("small", 5, 10, "class ");
  private static final List<String> PLACES =
      List.of(
          "#/",
          "#/learners/small",
          "#/learners/small/classes?open=class%201-1",
          "#/learners/small/confusions",
          "#/learners/small/versions",
          "#/learners/small/teach",
          "#/learners/small/predict",
          "#/new",
          "#/no/such/place");

  private final Browser browser;
  private Optional<PageServer> server = Optional.empty();

  PageAccessibilityTest(Browser browser) {
    this.browser = browser;
  }

  /** After the test the browser is asked what it complained of; the server goes after that. */
  @AfterEach
  void close() {
    server.ifPresent(PageServer::close);
  }

  private PageServer serve(PageServer started) {
    server = Optional.of(started);
    return started;
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNothingToComplainOf(String theme) throws IOException {
    PageServer page = serve(new PageServer(LEARNER));
    browser.prefer("prefers-color-scheme", theme);
    browser.open(page.address());
    browser.find(id("learner-card"));
    browser.script(axe());
    for (String place : PLACES) {
      browser.go(place);
      browser.await(() -> assertThat(browser.script("return location.hash")).isEqualTo(place));
      browser.await(() -> assertThat(browser.all("main .loading")).isEmpty());
      assertThat(browser.module(FINDINGS)).as(place + " " + theme).isEqualTo(List.of());
    }
    // axe reads the charts' pixels, which the browser finds slow.
    assertThat(browser.complaints()).allMatch(text -> text.contains("willReadFrequently"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Light", "Dark"})
  void theThemeIsChosenWithTheKeyboardAndKept(String theme) {
    PageServer page = serve(new PageServer(LEARNER));
    browser.open(page.address());
    browser.find(id("theme") + " [aria-label=\"" + theme + " colours\"]").sendKeys(Keys.ENTER);
    String shown = "return document.documentElement.dataset.theme";
    browser.await(() -> assertThat(browser.script(shown)).asString().isEqualToIgnoringCase(theme));
    browser.reload();
    browser.find(id("learner-card"));
    assertThat(browser.script(shown)).asString().isEqualToIgnoringCase(theme);
  }

  private static final String FINDINGS =
      """
      const {violations} = await axe.run();
      return violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '));
      """;

  private static String axe() throws IOException {
    String file = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    ClassLoader loader = PageAccessibilityTest.class.getClassLoader();
    try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
