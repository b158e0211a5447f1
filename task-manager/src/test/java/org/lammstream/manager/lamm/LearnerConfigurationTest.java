package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnerConfigurationTest {

  @Test
  void everySettingSurvivesBeingWrittenAndRead() {
    LearnerConfiguration changed =
        LearnerConfiguration.from(
            Map.of(
                "tokens",
                "fixed(3)",
                "old",
                "regularized",
                "neighbours",
                "5",
                "loss.parameter",
                "0.25",
                "loss.kd",
                "teacher",
                "warmup.lr",
                "0.001",
                "path",
                "naive",
                "context",
                "itap of a",
                "views",
                "4",
                "gate",
                "2.5"));
    assertThat(LearnerConfiguration.from(changed.toMap())).isEqualTo(changed);
    assertThat(changed.toMap())
        .containsEntry("tokens", "fixed(3)")
        .containsEntry("views", "4")
        .containsEntry("gate", "2.5")
        .containsEntry("neighbours", "5");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "30, 30", "all, 2147483647"})
  void theNumberOfRivalsSurvivesBeingWrittenAndRead(String value, int rivals) {
    LearnerConfiguration configuration = LearnerConfiguration.from(Map.of("rivals", value));
    assertThat(configuration.rivals()).isEqualTo(rivals);
    assertThat(configuration.toMap()).containsEntry("rivals", value);
  }

  @Test
  void theDefaultsWriteAndReadAsThemselves() {
    LearnerConfiguration defaults = LearnerConfiguration.defaults();
    assertThat(LearnerConfiguration.from(defaults.toMap())).isEqualTo(defaults);
    // But for those of heads that the learner has not.
    assertThat(
            LearnerConfiguration.settings().stream()
                .map(LearnerConfiguration.Setting::key)
                .toList())
        .containsSubsequence(defaults.toMap().keySet());
    assertThat(defaults.toMap()).containsKeys("lr", "method", "head");
  }

  @ParameterizedTest
  @CsvSource({
    "epochs, 0, whole number",
    "epochs, many, not a number",
    "lr, -1, number from",
    "lr, NaN, number from",
    "old, forgotten, frozen or regularized",
    "tokens, fixed(0), per-class",
    "loss.kd, sideways, reference or teacher",
    "views, 3, 'use 1, 2, 4 or 6'",
    "views, all, not a number",
    "rivals, -1, whole number from 0 to 1000000",
    "rivals, 1000001, whole number from 0 to 1000000",
    "rivals, some, not a number",
    "gate, 101, number from 0.0 to 100.0",
    "gate, -1, number from",
    "gate, on, not a number",
  })
  void aBadValueIsNamedWithItsKeyAndWhatWouldBeRight(String key, String value, String advice) {
    assertThatThrownBy(() -> LearnerConfiguration.from(Map.of(key, value)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("'" + key + "'")
        .hasMessageContaining("'" + value + "'")
        .hasMessageContaining(advice);
  }

  @Test
  void whatContinuesAVersionKeepsItsViewsUnlessOthersAreGiven() {
    assertThat(LearnerConfiguration.continued(Map.of("epochs", "3"), Map.of("views", "4")))
        .containsEntry("epochs", "3")
        .containsEntry("views", "4");
    assertThat(LearnerConfiguration.continued(Map.of("views", "2"), Map.of("views", "4")))
        .containsEntry("views", "2");
    assertThat(LearnerConfiguration.continued(Map.of(), Map.of("epochs", "3")))
        .as("a program without this setting knew one view only")
        .containsEntry("views", "1")
        .doesNotContainKey("epochs");
    assertThatThrownBy(() -> LearnerConfiguration.continued(Map.of(), Map.of("views", "9")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("'views' has the value '9'");
  }

  @Test
  void whatContinuesAVersionKeepsItsHeadOrItsLackOfOne() {
    assertThat(LearnerConfiguration.continued(Map.of(), Map.of("epochs", "3")))
        .containsEntry("head", "none")
        .containsEntry("head.expansion", "0");
    Map<String, String> recorded = Map.of("head", "ridge", "head.expansion", "64");
    assertThat(LearnerConfiguration.continued(Map.of(), recorded)).containsAllEntriesOf(recorded);
    assertThat(LearnerConfiguration.continued(Map.of("head", "gaussian"), recorded))
        .containsEntry("head", "gaussian");
  }

  @Test
  void anotherMethodDoesNotKeepWhatCameWithTheOneBefore() {
    Map<String, String> lamm = LearnerConfiguration.defaults().toMap();
    Map<String, String> coop =
        LearnerConfiguration.from(Map.of("method", "coop", "context.random", "3")).toMap();
    assertThat(LearnerConfiguration.changed(lamm, Map.of("method", "coop", "epochs", "3")))
        .doesNotContainKeys("loss.feature", "loss.logit")
        .containsEntry("epochs", "3");
    assertThat(LearnerConfiguration.changed(coop, Map.of("method", "lamm")))
        .doesNotContainKeys("loss.feature", "loss.logit", "context.random");
    assertThat(LearnerConfiguration.changed(coop, Map.of("method", "lamm", "loss.feature", "2")))
        .containsEntry("loss.feature", "2");
    assertThat(LearnerConfiguration.changed(coop, Map.of("epochs", "3")))
        .containsEntry("loss.feature", "0")
        .containsEntry("context.random", "3");
  }

  @Test
  void whatAnOlderProgramRecordedIsCompletedWithWhatItDid() {
    assertThat(LearnerConfiguration.recorded(Map.of("epochs", "3")))
        .isEqualTo(
            Map.of(
                "context.random",
                "0",
                "context.scope",
                "shared",
                "epochs",
                "3",
                "rivals",
                "all",
                "views",
                "1",
                "method",
                "lamm",
                "replay",
                "prototypes",
                "head",
                "none",
                "head.expansion",
                "0",
                "gate",
                "off"));
    assertThat(LearnerConfiguration.recordedGate(Map.of())).isEmpty();
    assertThat(LearnerConfiguration.recordedGate(Map.of("gate", "0"))).hasValue(0);
    assertThat(LearnerConfiguration.recordedViews(Map.of("views", "6"))).isEqualTo(6);
  }

  /** All that a program wrote of its defaults before there were views, heads, rivals or a gate. */
  private static final Map<String, String> OF_AN_OLDER_PROGRAM =
      Map.ofEntries(
          Map.entry("context", "a photo of a"),
          Map.entry("tokens", "per-class"),
          Map.entry("old", "regularized"),
          Map.entry("neighbours", "all"),
          Map.entry("existing", "refine"),
          Map.entry("loss.parameter", "auto"),
          Map.entry("loss.feature", "1"),
          Map.entry("loss.logit", "0.05"),
          Map.entry("loss.old.parameter", "1"),
          Map.entry("loss.old.feature", "1"),
          Map.entry("loss.old.replay", "2"),
          Map.entry("loss.kd", "reference"),
          Map.entry("loss.temperature", "2"),
          Map.entry("epochs", "50"),
          Map.entry("batch", "32"),
          Map.entry("lr", "0.002"),
          Map.entry("momentum", "0.9"),
          Map.entry("weight-decay", "5.0E-4"),
          Map.entry("warmup.epochs", "1"),
          Map.entry("warmup.lr", "1.0E-5"),
          Map.entry("path", "cached"));

  @Test
  void whatAnOlderProgramWroteIsReadAsWhatItDid() {
    LearnerConfiguration explicit =
        LearnerConfiguration.from(
            Map.ofEntries(
                Map.entry("views", "1"),
                Map.entry("old", "regularized"),
                Map.entry("neighbours", "all"),
                Map.entry("rivals", "all"),
                Map.entry("loss.parameter", "auto"),
                Map.entry("loss.old.parameter", "1"),
                Map.entry("loss.old.feature", "1"),
                Map.entry("loss.old.replay", "2"),
                Map.entry("replay", "prototypes"),
                Map.entry("epochs", "50"),
                Map.entry("lr", "0.002"),
                Map.entry("method", "lamm"),
                Map.entry("head", "none"),
                Map.entry("gate", "off")));
    Map<String, String> recorded = LearnerConfiguration.recorded(OF_AN_OLDER_PROGRAM);
    assertThat(recorded).containsAllEntriesOf(OF_AN_OLDER_PROGRAM);
    assertThat(LearnerConfiguration.from(recorded)).isEqualTo(explicit);
    assertThat(LearnerConfiguration.from(recorded).scoring()).isEmpty();
  }

  @Test
  void aNewLearnerHasSixViewsAGaussianHeadAndFewQuickEpochs() {
    assertThat(LearnerConfiguration.defaults().toMap())
        .containsEntry("views", "6")
        .containsEntry("neighbours", "20")
        .containsEntry("rivals", "100")
        .containsEntry("loss.parameter", "0")
        .containsEntry("loss.old.parameter", "0")
        .containsEntry("loss.old.feature", "0")
        .containsEntry("replay", "gaussian")
        .containsEntry("epochs", "10")
        .containsEntry("lr", "0.02")
        .containsEntry("method", "lamm")
        .containsEntry("head", "gaussian")
        .containsEntry("head.shrinkage", "auto")
        .containsEntry("score.visual", "auto")
        .containsEntry("score.margin", "auto");
  }

  @Test
  void whatWasPublishedCanStillBeAskedFor() {
    Map<String, String> published = LearnerConfiguration.published().toMap();
    assertThat(published)
        .containsEntry("views", "1")
        .containsEntry("tokens", "reference")
        .containsEntry("old", "regularized")
        .containsEntry("neighbours", "all")
        .containsEntry("rivals", "all")
        .containsEntry("loss.parameter", "auto")
        .containsEntry("loss.feature", "1")
        .containsEntry("loss.logit", "0.05")
        .containsEntry("loss.old.parameter", "1")
        .containsEntry("loss.old.feature", "1")
        .containsEntry("loss.old.replay", "0")
        .containsEntry("loss.kd", "reference")
        .containsEntry("loss.temperature", "2")
        .containsEntry("epochs", "50")
        .containsEntry("batch", "32")
        .containsEntry("lr", "0.002")
        .containsEntry("momentum", "0.9")
        .containsEntry("weight-decay", "5.0E-4")
        .containsEntry("warmup.epochs", "1")
        .containsEntry("warmup.lr", "1.0E-5")
        .containsEntry("head", "none")
        .doesNotContainKeys("head.shrinkage", "score.visual", "replay.draws");
    assertThat(LearnerConfiguration.from(published)).isEqualTo(LearnerConfiguration.published());
    assertThat(LearnerConfiguration.published())
        .as("the settings that docs/learning.md gives for it")
        .isEqualTo(
            LearnerConfiguration.from(
                Map.ofEntries(
                    Map.entry("views", "1"),
                    Map.entry("head", "none"),
                    Map.entry("tokens", "reference"),
                    Map.entry("epochs", "50"),
                    Map.entry("lr", "0.002"),
                    Map.entry("neighbours", "all"),
                    Map.entry("rivals", "all"),
                    Map.entry("loss.parameter", "auto"),
                    Map.entry("loss.old.parameter", "1"),
                    Map.entry("loss.old.feature", "1"),
                    Map.entry("loss.old.replay", "0"),
                    Map.entry("replay", "prototypes"))));
  }

  @Test
  void anUnknownSettingIsNamed() {
    assertThatThrownBy(() -> LearnerConfiguration.from(Map.of("learning-rate", "1")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("unknown setting 'learning-rate'");
  }

  @Test
  void promptsOfBothTowersHaveDefaultsOfTheirOwn() {
    Map<String, String> both = LearnerConfiguration.from(Map.of("method", "maple+lamm")).toMap();
    assertThat(both)
        .containsEntry("views", "1")
        .containsEntry("head", "none")
        .containsEntry("neighbours", "all")
        .containsEntry("loss.parameter", "auto")
        .containsEntry("loss.feature", "1")
        .containsEntry("lr", "0.0035")
        .containsEntry("depth", "9");
    assertThat(LearnerConfiguration.from(both).toMap()).isEqualTo(both);
    Map<String, String> alone = LearnerConfiguration.from(Map.of("method", "maple")).toMap();
    assertThat(alone).containsEntry("loss.feature", "0").containsEntry("loss.old.feature", "1");
    assertThat(
            LearnerConfiguration.from(Map.of("method", "maple", "loss.old.replay", "0.0")).toMap())
        .isEqualTo(alone);
    assertThat(LearnerConfiguration.changed(both, Map.of("method", "lamm")))
        .doesNotContainKeys("views", "head", "lr", "depth", "loss.parameter")
        .containsEntry("loss.logit", "0.05");
    assertThatThrownBy(() -> LearnerConfiguration.from(Map.of("method", "maple", "depth", "0")))
        .hasMessageContaining("depth");
  }
}
