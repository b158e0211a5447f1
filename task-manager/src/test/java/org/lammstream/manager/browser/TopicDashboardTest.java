package org.lammstream.manager.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.browser.Browser.id;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.api.http.BindAddress;
import org.lammstream.manager.api.http.HttpLimits;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.topic.DashboardApi;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.stream.topic.Topics;

/** The page of a process that only reads what a real worker tells. */
@ExtendWith(BrowserExtension.class)
class TopicDashboardTest {
  private static final List<String> ONE = BuiltinData.tasks().get(0).classes().subList(0, 3);
  private static final List<String> TWO = BuiltinData.tasks().get(1).classes().subList(0, 3);

  private final ServedWorker worker;
  private final DashboardApi dashboard;

  TopicDashboardTest(@TempDir Path folder) throws Exception {
    worker = new ServedWorker(Files.createDirectories(folder.resolve("worker")));
    dashboard =
        DashboardApi.start(
            new HttpSettings(
                BindAddress.parse("127.0.0.1:0"), Optional.empty(), HttpLimits.DEFAULT),
            worker.connection(),
            new Topics("lamm"),
            "0.1-test");
  }

  @AfterEach
  void close() {
    dashboard.close();
    worker.close();
  }

  @Test
  void aLearnerGrowsLiveWithoutAWorkerBehindThePage(Browser browser) {
    browser.open(dashboard.address().resolve("#/"));
    browser.find(id("connection") + "[data-state=live]");
    worker.publish("seen", "one", ONE, Map.of("epochs", "600"));
    browser.find("[data-learner=seen] " + id("progress"));
    browser.await(() -> assertThat(browser.text("[data-learner=seen] .stats")).contains("v1"));
    worker.publish("seen", "two", TWO);
    browser.await(() -> assertThat(browser.text("[data-learner=seen] .stats")).contains("v2"));
    String last = browser.text("[data-learner=seen] " + id("last-accuracy"));
    String zeroShot = browser.text("[data-learner=seen] .accuracy-note");
    assertThat(zeroShot).contains("zero-shot");

    browser.go("#/learners/seen");
    browser.find(id("matrix") + " lamm-chart[data-state=drawn]");
    assertThat(browser.text(id("number-last"))).contains(last);
    assertThat(browser.all("[data-tab]"))
        .extracting(tab -> tab.getDomAttribute("data-tab"))
        .containsExactly("overview", "versions");
    browser.go("#/learners/seen/versions/1");
    browser.await(
        () ->
            assertThat(browser.text(id("version-details") + "[data-version='1'] .pairs"))
                .contains("event id", "seed"));
    assertThat(browser.all(id("rollback"))).isEmpty();

    worker.store.rollback("seen", 1, false);
    browser.await(
        () -> assertThat(browser.text("main").replaceAll("\\s+", " ")).contains("champion v1"));
    browser.go("#/learners/seen/predict");
    browser.await(() -> assertThat(browser.text("main")).contains("only reads the results topic"));
    browser.assertQuiet();
  }
}
