package org.lammstream.manager.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.browser.Browser.id;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.manager.api.http.AccessToken;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page at its limits: much, nothing, hostile names, a lost server, a token, a small screen. */
@ExtendWith(BrowserExtension.class)
class PageLimitsTest {
  private static final PreparedLearner SMALL = new PreparedLearner("small", 5, 10, "class ");
  private static final PreparedLearner LARGE = new PreparedLearner("large", 200, 5, "class ");
  private static final String HTML = "<img src=x onerror=\"document.title='broken in'\"><b>";
  private static final String TOKEN = "a-token-of-many-characters";

  private final Browser browser;
  private Optional<PageServer> server = Optional.empty();

  PageLimitsTest(Browser browser) {
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

  @Test
  void aThousandClassesOfTwoHundredTasksAreDrawnPagedAndFiltered() {
    PageServer page = serve(new PageServer(LARGE));
    browser.open(page.address().resolve("#/learners/large"));
    for (String chart : List.of("accuracy-chart", "matrix", "forgetting-chart", "drift-chart")) {
      browser.find(id(chart) + " lamm-chart[data-state=drawn] canvas");
    }
    browser.go("#/learners/large/classes");
    browser.await(() -> assertThat(browser.text(id("class-count"))).isEqualTo("1,000 classes"));
    assertThat(browser.all(id("classes") + " tbody tr")).hasSize(50);
    browser.click(id("page-next"));
    browser.await(() -> assertThat(browser.text(id("classes-pager"))).contains("51–100 of 1,000"));
    browser.type(id("class-filter"), "class 17-");
    browser.await(
        () -> assertThat(browser.text(id("class-count"))).isEqualTo("5 of 1,000 classes"));
    browser.click(id("classes") + " [data-sort=name]");
    browser.await(
        () ->
            assertThat(browser.all(id("classes") + " tbody th"))
                .extracting(WebElement::getText)
                .containsExactly(
                    "class 17-0", "class 17-1", "class 17-2", "class 17-3", "class 17-4"));
    browser.reload(); // What is filtered and sorted is in the address.
    browser.await(() -> assertThat(browser.all(id("classes") + " tbody tr")).hasSize(5));
  }

  @Test
  void everyChartCanBeReadAsATable() {
    PageServer page = serve(new PageServer(SMALL));
    browser.open(page.address().resolve("#/learners/small"));
    for (String chart : List.of("accuracy-chart", "matrix", "forgetting-chart", "drift-chart")) {
      browser.click(id(chart + "-as-table"));
    }
    browser.await(() -> assertThat(browser.all(id("accuracy-table") + " tbody tr")).hasSize(5));
    assertThat(browser.all(id("matrix-table") + " tbody tr")).hasSize(6);
    assertThat(browser.text(id("matrix-table") + " tbody tr:nth-child(2)")).contains("90.0");
    assertThat(browser.all(id("forgetting-table") + " tbody tr")).hasSize(5);
    assertThat(browser.all(id("drift-table") + " tbody tr")).hasSize(25);
  }

  @Test
  void namesThatTryToBeHtmlAreText() {
    PreparedLearner hostile = new PreparedLearner(HTML, 3, 2, HTML);
    PageServer page = serve(new PageServer(hostile));
    browser.open(page.address());
    browser.await(() -> assertThat(browser.text(id("learner-card") + " h2")).isEqualTo(HTML));
    browser.click(id("learner-card") + " a");
    browser.await(() -> assertThat(browser.text(id("learner-name"))).isEqualTo(HTML));
    browser.find(id("matrix") + " canvas");
    browser.script(
        """
        const canvas = document.querySelector('[data-testid=matrix] canvas');
        const box = canvas.getBoundingClientRect();
        for (const x of [0.4, 0.5, 0.6]) canvas.dispatchEvent(new MouseEvent('mousemove',
          {bubbles: true, clientX: box.x + box.width * x, clientY: box.y + box.height / 2}));
        """);
    browser.await(() -> assertThat(browser.text(id("matrix") + " .tip")).contains(HTML));
    for (String tab : List.of("classes", "confusions", "versions")) {
      browser.click("[data-tab=" + tab + "]");
      browser.await(
          () -> assertThat(browser.text("main > :last-child")).contains("<img src=x onerror="));
    }
    assertThat(browser.all("main img, main b b")).isEmpty();
    assertThat(browser.script("return document.title").toString()).contains("LAMM Stream");
  }

  @Test
  void withoutALearnerThePageSaysWhatToDo() {
    PageServer page = serve(new PageServer());
    browser.open(page.address());
    browser.await(
        () ->
            assertThat(browser.text(id("no-learners")))
                .contains("No learner yet", "./lamm publish --bootstrap"));
    browser.click(id("new-learner"));
    browser.type(id("new-learner-name"), "a/b");
    browser.click(id("new-learner-next"));
    browser.find(id("teach"));
    assertThat(browser.text(id("learner-name"))).isEqualTo("a/b");
    browser.complaints(); // A learner that does not exist yet is asked for.
  }

  @Test
  void aServerThatIsGoneIsSaidToBeGoneAndFoundAgain() {
    PageServer first = serve(new PageServer(SMALL));
    int port = first.address().getPort();
    browser.open(first.address());
    browser.find(id("learner-card"));
    connection("live");
    first.close();
    connection("waiting");
    browser.find(id("banner"));
    assertThat(browser.all(id("learner-card"))).as("what was loaded stays").hasSize(1);
    serve(new PageServer(Optional.empty(), port, SMALL, LARGE));
    connection("live");
    browser.await(() -> assertThat(browser.all(id("learner-card"))).hasSize(2));
    assertThat(browser.complaints()).as("of refused connections").isNotEmpty();
  }

  @Test
  void aTokenIsAskedForRefusedTakenAndKeptInTheTab() {
    Optional<AccessToken> token = Optional.of(AccessToken.of(TOKEN));
    PageServer page = serve(new PageServer(token, 0, SMALL));
    browser.open(page.address().resolve("#/learners/small/versions"));
    browser.type(id("token-input"), "not-the-token-at-all" + Keys.ENTER);
    browser.find(id("token-refused"));
    browser.type(id("token-input"), TOKEN + Keys.ENTER);
    browser.await(() -> assertThat(browser.all(id("version"))).hasSize(5));
    connection("live");
    browser.reload();
    browser.await(() -> assertThat(browser.all(id("version"))).hasSize(5));
    browser.complaints(); // Of every 401.
    browser.click(id("forget-token"));
    browser.find(id("token-input"));
    browser.complaints();
  }

  @Test
  void updatesTakeNeitherFocusNorPlace() {
    PageServer page = serve(new PageServer(LARGE));
    browser.open(page.address().resolve("#/learners/large/classes"));
    browser.type(id("class-filter"), "class 1");
    browser.await(() -> assertThat(browser.text(id("class-count"))).contains("of 1,000"));
    browser.script("scrollTo(0, 250)");
    browser.await(() -> assertThat(page.streams()).isPositive());
    page.tell(
        "task-progress",
        "{\"learner\":\"large\",\"running\":{\"task\":\"t\",\"eventId\":\"e\",\"phase\":\"align\","
            + "\"done\":3,\"total\":10,\"epoch\":4,\"epochs\":10,\"loss\":0.5,"
            + "\"startedAt\":\"2026-01-02T03:04:05Z\",\"secondsLeft\":65}}");
    browser.await(
        () ->
            assertThat(browser.text(id("progress")))
                .contains("about 1 min 5 s left", "epoch 4 of 10"));
    page.tell("learner-updated", "{\"learner\":\"large\"}");
    browser.await(() -> assertThat(browser.all(id("progress"))).isEmpty());
    assertThat(browser.script("return document.activeElement.dataset.testid"))
        .isEqualTo("class-filter");
    assertThat(browser.script("return document.activeElement.value")).isEqualTo("class 1");
    assertThat(browser.script("return scrollY")).isEqualTo(250L);
  }

  @Test
  void aSmallScreenIsNeverWiderThanItself() {
    PageServer page = serve(new PageServer(SMALL, LARGE));
    browser.size(390, 844);
    browser.open(page.address());
    for (String place : List.of("", "/classes", "/confusions", "/versions", "/teach", "/predict")) {
      browser.go("#/learners/large" + place);
      browser.await(
          () -> assertThat(browser.script("return location.hash")).asString().endsWith(place));
      browser.await(() -> assertThat(browser.all("main .loading")).isEmpty());
      assertThat(browser.script("return document.documentElement.scrollWidth"))
          .as(place)
          .isEqualTo(390L);
    }
  }

  private void connection(String state) {
    browser.find(id("connection") + "[data-state=" + state + "]");
  }
}
