package org.lammstream.manager.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.SequenceEntry;

class WhatIfTest {
  @Test
  void aGroupHoldsSettingsSeedOrderAndLeftOutTasks() {
    WhatIf whatIf =
        WhatIf.parse("old=frozen,loss.feature=0,seed=-3,order=shuffled:9,without=a b,without=c");

    assertThat(whatIf.settings())
        .containsExactly(Map.entry("old", "frozen"), Map.entry("loss.feature", "0"));
    assertThat(whatIf.seed()).hasValue(-3);
    assertThat(whatIf.order()).isEqualTo(new TaskOrder.Shuffled(9));
    assertThat(whatIf.without()).containsExactly("a b", "c");
    assertThat(whatIf.keepsTasks()).isFalse();
    assertThat(whatIf.description())
        .isEqualTo("old=frozen,loss.feature=0,seed=-3,order=shuffled:9,without=a b,without=c");
    assertThat(whatIf.name())
        .isEqualTo("old-frozen+loss.feature-0+seed--3+order-shuffled_9+without-a_b+without-c");
  }

  @Test
  void whatIsCommonFillsWhatAGroupLeavesOpen() {
    WhatIf common =
        new WhatIf(Map.of(), OptionalLong.of(4), new TaskOrder.Reversed(), List.of("x"));

    assertThat(WhatIf.parse("old=frozen").or(common).description())
        .isEqualTo("old=frozen,seed=4,order=reversed,without=x");
    assertThat(WhatIf.parse("seed=1,order=shuffled:2,without=y").or(common).description())
        .isEqualTo("seed=1,order=shuffled:2,without=y,without=x");
    assertThat(WhatIf.NOTHING.or(WhatIf.NOTHING).isNothing()).isTrue();
    assertThat(WhatIf.parse("epochs=1").isNothing()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epoch=3|epoch",
        "epochs=zero|epochs",
        "epochs|is not KEY=VALUE",
        "epochs=|is not KEY=VALUE",
        "epochs=1,|is not KEY=VALUE",
        "epochs=1,epochs=2|epochs is set twice",
        "seed=x|seed=x",
        "order=shuffled:x|the seed is no number",
        "order=sideways|neither recorded, reversed, shuffled:SEED nor a readable file",
        "old=sideways|frozen or regularized"
      })
  void whatCannotBeIsRefusedInWords(String text, String words) {
    assertThatThrownBy(() -> WhatIf.parse(text))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aNameFitsAnyFileSystemAndTellsLongOnesApart() {
    String many = "without=" + "ü/".repeat(60);
    assertThat(WhatIf.parse(many).name()).matches("[\\w.+~-]{1,100}");
    assertThat(WhatIf.parse(many + "1").name()).isNotEqualTo(WhatIf.parse(many + "2").name());
  }

  @Test
  void ordersRearrangeAllTasks(@TempDir Path folder) throws IOException {
    List<SequenceEntry> tasks = List.of(entry("a", 1), entry("b", 2), entry("c", 3));
    assertThat(arranged("reversed", tasks)).containsExactly("c", "b", "a");
    assertThat(arranged("recorded", tasks)).containsExactly("a", "b", "c");
    assertThat(arranged("shuffled:1", tasks))
        .containsExactlyInAnyOrder("a", "b", "c")
        .isEqualTo(arranged("shuffled:1", tasks));
    Path file = Files.writeString(folder.resolve("order.txt"), "b\n\n c \na\n");
    assertThat(arranged(file.toString(), tasks)).containsExactly("b", "c", "a");
    Files.writeString(file, "b\nc\n");
    assertThatThrownBy(() -> arranged(file.toString(), tasks))
        .hasMessageContaining("task 'a' is missing");
    Files.writeString(file, "b\nc\na\nb\n");
    assertThatThrownBy(() -> arranged(file.toString(), tasks))
        .hasMessageContaining("'b' is not among the tasks to replay, or is listed twice");
  }

  /** As where partitions were added to a topic: the versions tell what came first. */
  @Test
  void theRecordedOrderIsThatOfTheVersions() {
    List<SequenceEntry> tasks = List.of(entry("b", 2), entry("c", 3), entry("a", 1));
    assertThat(arranged("recorded", tasks)).containsExactly("a", "b", "c");
    List<SequenceEntry> partly = List.of(entry("b", 2), entry("c", 0), entry("a", 1));
    assertThat(arranged("recorded", partly)).containsExactly("b", "c", "a");
  }

  private static List<String> arranged(String order, List<SequenceEntry> tasks) {
    return TaskOrder.parse(order).arrange(tasks).stream().map(SequenceEntry::task).toList();
  }

  private static SequenceEntry entry(String task, int version) {
    return new SequenceEntry(
        1,
        "event-" + task,
        task,
        1,
        1,
        1,
        Map.of(),
        new SourcePosition(new SourcePartition("t", 0), 0, 1),
        version == 0
            ? Optional.empty()
            : Optional.of(new Original(version, OptionalInt.empty(), "ab", Optional.empty())),
        new SequenceEntry.Place(0, 1));
  }
}
