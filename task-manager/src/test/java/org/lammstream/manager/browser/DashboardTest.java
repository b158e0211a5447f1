package org.lammstream.manager.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.browser.Browser.id;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.store.Aliases;
import org.lammstream.store.VersionSummary;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * The page of a real worker that learns from a real broker; every test has a learner of its own.
 */
@ExtendWith(BrowserExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {
  private static final List<String> ONE = BuiltinData.tasks().get(0).classes().subList(0, 3);
  private static final List<String> TWO = BuiltinData.tasks().get(1).classes().subList(0, 3);
  private static final List<String> THREE = BuiltinData.tasks().get(2).classes().subList(0, 2);

  private final ServedWorker worker;

  DashboardTest(@TempDir Path folder) throws Exception {
    worker = new ServedWorker(Files.createDirectories(folder.resolve("worker")));
  }

  @AfterAll
  void close() {
    worker.close();
  }

  @Test
  void aLearnerAppearsAndGrowsWithoutAnythingBeingClicked(Browser browser) {
    browser.open(worker.page("#/"));
    browser.find(id("connection") + "[data-state=live]");
    worker.publish("live", "one", ONE, Map.of("epochs", "80"));
    String card = "[data-learner=live]";
    browser.find(card + " " + id("progress"));
    browser.await(() -> assertThat(browser.text(card + " " + id("last-accuracy"))).endsWith(" %"));
    worker.publish("live", "two", TWO);
    browser.await(() -> assertThat(browser.text(card + " .stats")).contains("v2"));
    assertThat(browser.text(card + " " + id("last-accuracy")))
        .isEqualTo(percent(metrics("live").lastAccuracy()));
  }

  @Test
  void theNumbersShownAreThoseOfTheStore(Browser browser) {
    learned(browser, "numbers");
    browser.open(worker.page("#/learners/numbers"));
    AccuracyMatrix matrix = LearnerHistory.of(worker.store, "numbers").matrix();
    Metrics metrics = metrics("numbers");
    browser.await(
        () ->
            assertThat(browser.text(id("number-last"))).contains(percent(metrics.lastAccuracy())));
    assertThat(browser.text(id("number-average")))
        .contains(percent(metrics.averageIncrementalAccuracy()));
    assertThat(browser.text(id("number-forgetting"))).contains(number(metrics.forgetting()));
    browser.find(id("matrix") + " lamm-chart[data-state=drawn]");
    browser.click(id("matrix-as-table"));
    browser.await(() -> assertThat(browser.all(id("matrix-table") + " tbody tr")).hasSize(3));
    assertThat(browser.text(id("matrix-table") + " tbody tr:nth-child(3)"))
        .contains(number(matrix.accuracy(2, 1)), number(matrix.accuracy(2, 2)));
    browser.find(id("drift-chart") + " lamm-chart[data-state=drawn]");
    browser.click("[data-tab=classes]");
    browser.await(() -> assertThat(browser.all(id("classes") + " tbody tr")).hasSize(6));
    browser.click(id("classes") + " .opener");
    browser.find(id("class-details"));
    browser.click("[data-tab=confusions]");
    browser.find(id("old-new"));
  }

  @Test
  void classesAreTaughtByDroppingImagesAndTriedAtOnce(Browser browser) {
    learned(browser, "taught");
    browser.open(worker.page("#/learners/taught/teach"));
    browser.type(id("class-name"), THREE.get(0));
    browser.drop(id("drop"), worker.files(THREE.get(0), "train", 8));
    browser.await(() -> assertThat(browser.all(id("preview"))).hasSize(8));
    browser.click(id("add-class"));
    browser.type(id("class-draft") + ":nth-of-type(2) " + id("class-name"), ONE.get(0));
    browser.files(
        id("class-draft") + ":nth-of-type(2) " + id("files"),
        worker.files(THREE.get(1), "train", 8));
    browser.await(() -> assertThat(browser.all(id("preview"))).hasSize(16));
    browser.click(id("teach-send"));
    browser.await(() -> assertThat(browser.text(id("teach-problems"))).contains("already knows"));
    browser.type(id("class-draft") + ":nth-of-type(2) " + id("class-name"), THREE.get(1));
    browser.click(id("teach-send"));
    browser.find(id("sent"));
    browser.find("[data-status=committed]");
    assertThat(browser.text(id("sent"))).contains("version 3");

    browser.click(id("try-it"));
    browser.drop(id("predict") + " " + id("drop"), worker.files(THREE.get(0), "test", 1));
    browser.await(() -> assertThat(browser.all(id("side"))).hasSize(2));
    assertThat(browser.all(id("side")))
        .extracting(side -> side.getDomAttribute("data-version"))
        .containsExactly("2", "3");
    assertThat(browser.all(id("side")).get(0).getText()).doesNotContain(THREE.get(0));
    assertThat(browser.all(id("side")).get(1).getText()).contains(THREE.get(0));
    assertThat(browser.all(id("side")).get(1).findElements(By.tagName("li"))).hasSize(5);
  }

  @Test
  void whatTheServerRefusesIsSaidAndNothingIsLost(Browser browser) {
    learned(browser, "refused");
    browser.open(worker.page("#/learners/refused/teach"));
    browser.type(id("class-name"), THREE.get(0));
    browser.files(id("files"), worker.files(THREE.get(0), "train", 4));
    browser.await(() -> assertThat(browser.all(id("preview"))).hasSize(4));
    browser.click(id("teach") + " summary");
    browser.type(id("task-settings"), "epoch=3");
    browser.click(id("teach-send"));
    browser.await(() -> assertThat(browser.text(id("send-error"))).contains("epoch"));
    assertThat(browser.all(id("preview"))).hasSize(4);
    assertThat(browser.complaints()).as("of the refusal").hasSize(1);
  }

  @Test
  void aTaskThatTheWorkerRejectsIsAnnounced(Browser browser) {
    learned(browser, "rejected");
    browser.open(worker.page("#/learners/rejected"));
    browser.find(id("connection") + "[data-state=live]");
    worker.publish("rejected", "again", ONE, Map.of("existing", "reject"));
    browser.await(
        () -> assertThat(browser.text(id("notes"))).contains("Task again was not learned"));
  }

  @Test
  void aRollbackIsAskedForAndMovesTheChampionAndIfWantedTheHead(Browser browser) {
    learned(browser, "rolled");
    browser.open(worker.page("#/learners/rolled/versions"));
    browser.click(id("version") + "[data-version='1']");
    browser.click(id("rollback"));
    browser.await(
        () ->
            assertThat(browser.text(id("dialog")))
                .contains(
                    "from version 2 to version 1", "without the 3 classes", "Nothing is deleted"));
    browser.click(id("dialog-cancel"));
    assertThat(worker.store.aliases("rolled")).containsEntry(Aliases.CHAMPION, 2);
    browser.click(id("rollback"));
    browser.click(id("move-head"));
    browser.click(id("dialog-confirm"));
    browser.await(
        () -> assertThat(browser.text(id("notes"))).contains("champion is now version 1"));
    assertThat(worker.store.aliases("rolled")).containsEntry(Aliases.CHAMPION, 1);
    worker.publish("rolled", "branch", THREE);
    browser.await(() -> assertThat(browser.all(id("version"))).hasSize(3));
    assertThat(worker.store.versions("rolled"))
        .extracting(VersionSummary::number)
        .containsExactly(1, 2, 3);
    browser.click(id("version") + "[data-version='3']");
    browser.await(
        () ->
            assertThat(browser.text(id("version-details") + "[data-version='3'] .pairs"))
                .contains("parent", "v1", "event id", "seed"));
    browser.back();
    browser.find(id("version-details") + "[data-version='1']");
  }

  @Test
  void twoVersionsAreCompared(Browser browser) {
    learned(browser, "compared");
    browser.open(worker.page("#/learners/compared/compare?from=1&to=2"));
    browser.await(() -> assertThat(browser.text(id("compare-added"))).contains("3"));
    browser.find(id("change-chart") + " lamm-chart[data-state=drawn]");
    browser.await(
        () -> assertThat(browser.all(id("compare-drift-table") + " tbody tr")).hasSize(3));
    browser.choose(id("compare-from"), "2");
    browser.choose(id("compare-to"), "1");
    browser.await(() -> assertThat(browser.text("main")).contains("Removed: 3 classes"));
    assertThat(browser.script("return location.hash").toString()).contains("from=2", "to=1");
  }

  @Test
  void confusionsShowImagesThatAreConfusedSo(Browser browser) {
    worker.publish("confused", "one", ONE, Map.of("epochs", "1"));
    worker.publish("confused", "two", TWO, Map.of("epochs", "1"));
    browser.await(() -> assertThat(worker.store.versions("confused")).hasSize(2));
    browser.open(worker.page("#/learners/confused/confusions?version=2"));
    assertConfused(browser, browser.find(id("grown") + " " + id("confusion")));
    browser.go("#/learners/confused");
    assertConfused(browser, browser.find(id("growth") + " " + id("confusion")));
  }

  /** Of a pair: drawn images of the true class, each said to be taken for the other. */
  private static void assertConfused(Browser browser, WebElement pair) {
    String thumb = ".confusion-side:first-child lamm-thumb";
    browser.await(
        () ->
            assertThat(pair.findElements(By.cssSelector(thumb + "[data-state=shown]")))
                .isNotEmpty()
                .hasSameSizeAs(pair.findElements(By.cssSelector(thumb))));
    List<WebElement> names = pair.findElements(By.cssSelector(".confusion-side b"));
    for (WebElement image : pair.findElements(By.cssSelector(thumb))) {
      assertThat(image.getDomAttribute("role")).isEqualTo("img");
      assertThat(image.getDomAttribute("aria-label"))
          .isEqualTo(
              "Image of %s, taken for %s"
                  .formatted(names.get(0).getText(), names.get(1).getText()));
      WebElement canvas = image.findElement(By.tagName("canvas"));
      assertThat(colours(browser, canvas)).as("colours of the picture").isGreaterThan(10);
    }
  }

  private static long colours(Browser browser, WebElement canvas) {
    return ((Number)
            browser.script(
                """
                const canvas = arguments[0];
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                return new Set(new Uint32Array(pixels.buffer)).size;
                """,
                canvas))
        .longValue();
  }

  @Test
  void anAliasIsGivenAndTakenAway(Browser browser) {
    learned(browser, "named");
    browser.open(worker.page("#/learners/named/versions/1"));
    browser.click(id("set-alias"));
    browser.type(id("alias-name"), "gold");
    browser.click(id("dialog-confirm"));
    String remove = id("version-details") + " [aria-label='Remove the alias gold']";
    browser.find(remove);
    assertThat(worker.store.aliases("named")).containsEntry("gold", 1);
    browser.click(remove);
    browser.click(id("dialog-confirm"));
    browser.await(() -> assertThat(worker.store.aliases("named")).doesNotContainKey("gold"));
  }

  /** Two tasks of three classes each. */
  private void learned(Browser browser, String learner) {
    worker.publish(learner, "one", ONE);
    worker.publish(learner, "two", TWO);
    browser.await(() -> assertThat(worker.store.versions(learner)).hasSize(2));
  }

  private Metrics metrics(String learner) {
    return Metrics.of(LearnerHistory.of(worker.store, learner).matrix());
  }

  private static String percent(double fraction) {
    return number(fraction) + " %";
  }

  private static String number(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction).replace('-', '−');
  }
}
