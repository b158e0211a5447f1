package org.lammstream.stream.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.Samples;
import org.lammstream.stream.event.TaskEvent;

class SequenceFileTest {
  private final Path file;

  SequenceFileTest(@TempDir Path folder) {
    this.file = folder.resolve("made/sequence.jsonl");
  }

  @Test
  void tasksComeBackAsTheyWereInAnyOrder() throws IOException {
    Sequences.write(file, 3);

    try (SequenceFile sequence = SequenceFile.open(file)) {
      assertThat(sequence.header()).isEqualTo(Sequences.HEADER);
      List<SequenceEntry> entries = sequence.entries();
      assertThat(entries)
          .extracting(SequenceEntry::task)
          .containsExactly("task-1", "task-2", "task-3");
      assertThat(entries.get(1).line()).isEqualTo(3);
      assertThat(entries.get(1).original()).contains(Sequences.original(2));
      assertThat(List.of(entries.get(0).classes(), entries.get(0).train(), entries.get(0).test()))
          .containsExactly(2, 2, 1);
      for (int i : new int[] {2, 0, 1}) {
        assertThat(sequence.read(entries.get(i))).isEqualTo(Sequences.task(i + 1));
      }
    }
    assertThat(file.resolveSibling("sequence.jsonl.part")).doesNotExist();
  }

  @Test
  void whatIsNotKnownIsAbsent() throws IOException {
    RecordedTask known = Sequences.task(1);
    RecordedTask unknown =
        new RecordedTask(
            known.event(), "e", known.time(), known.position(), Map.of(), Optional.empty());
    try (SequenceWriter writer = SequenceWriter.create(file, Sequences.HEADER)) {
      writer.append(unknown);
      writer.finish();
    }

    assertThat(Files.readString(file)).doesNotContain("original", "images");
    try (SequenceFile sequence = SequenceFile.open(file)) {
      assertThat(sequence.read(sequence.entries().get(0))).isEqualTo(unknown);
    }
  }

  @Test
  void everyLineKeepsToTheSchema() throws IOException {
    try (InputStream json = SequenceFile.class.getResourceAsStream("/schema/sequence-1.json")) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json);
      for (String line : Files.readAllLines(Sequences.write(file, 2))) {
        JsonNode tree = new ObjectMapper().readTree(line);
        assertThat(schema.validate(tree)).as(line).isEmpty();
      }
    }
  }

  @Test
  void aTaskLargerThanAnyBufferComesBack() throws IOException {
    TaskEvent large = Samples.large("birds", "large", 3_000_000);
    RecordedTask first = Sequences.task(1);
    try (SequenceWriter writer = SequenceWriter.create(file, Sequences.HEADER)) {
      writer.append(first);
      writer.append(
          new RecordedTask(
              large, "e-2", first.time(), first.position(), Map.of(), Optional.empty()));
      writer.finish();
    }

    try (SequenceFile sequence = SequenceFile.open(file)) {
      assertThat(sequence.read(sequence.entries().get(1)).event()).isEqualTo(large);
    }
  }

  @Test
  void aFileCutInTheMiddleOfALineTellsWhatIsWhole() throws IOException {
    Sequences.write(file, 3);
    String whole = Files.readString(file);
    int third = whole.indexOf("event-3");
    Files.writeString(file, whole.substring(0, third + 200));

    CutSequenceException cut =
        catchThrowableOfType(CutSequenceException.class, () -> SequenceFile.open(file));

    assertThat(cut)
        .hasMessageContaining("line 4 is cut off in the middle; the 2 tasks up to 'task-2'");
    assertThat(cut.wholeTasks()).isEqualTo(2);
    assertThat(cut.lastWhole()).contains("task-2");
    try (SequenceFile safe = SequenceFile.openUntil(file, "task-2")) {
      assertThat(safe.entries()).hasSize(2);
      assertThat(safe.read(safe.entries().get(1))).isEqualTo(Sequences.task(2));
    }
    assertThatThrownBy(() -> SequenceFile.openUntil(file, "task-3"))
        .isInstanceOf(CutSequenceException.class);
  }

  @Test
  void aFileCutAtALineEndIsNoticed() throws IOException {
    Sequences.write(file, 3);
    List<String> lines = Files.readAllLines(file);
    Files.writeString(file, String.join("\n", lines.subList(0, 3)) + "\n");

    assertThatThrownBy(() -> SequenceFile.open(file))
        .isInstanceOf(CutSequenceException.class)
        .hasMessageContaining("count and checksum, is missing")
        .hasMessageContaining("the 2 tasks up to 'task-2' are whole");
  }

  @Test
  void aFileOfWhichNothingIsLeftButItsHeaderSaysSo() throws IOException {
    Sequences.write(file, 1);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, Files.readString(file).indexOf('\n') + 30));

    assertThatThrownBy(() -> SequenceFile.open(file))
        .hasMessageContaining("line 2 is cut off in the middle; no task before it is whole");
  }

  @Test
  void aLineThatIsMissingOrChangedIsNoticed() throws IOException {
    Sequences.write(file, 3);
    List<String> lines = Files.readAllLines(file);
    List<String> fewer = new ArrayList<>(lines);
    fewer.remove(2);
    Files.writeString(file, String.join("\n", fewer) + "\n");
    assertThatThrownBy(() -> SequenceFile.open(file)).hasMessageContaining("is damaged");

    String other = String.join("\n", lines).replace("task-2", "task-9") + "\n";
    Files.writeString(file, other);
    assertThatThrownBy(() -> SequenceFile.open(file)).hasMessageContaining("is damaged");

    List<String> nonsense = new ArrayList<>(lines);
    nonsense.set(2, "{\"eventId\": ");
    Files.writeString(file, String.join("\n", nonsense) + "\n");
    assertThatThrownBy(() -> SequenceFile.open(file))
        .hasMessageContaining("line 3 is damaged")
        .hasMessageContaining("record it again");
  }

  @Test
  void whatStandsBehindTheLastTaskAskedForDoesNotMatter() throws IOException {
    Sequences.write(file, 3);
    try (SequenceFile sequence = SequenceFile.openUntil(file, "event-1")) {
      assertThat(sequence.entries()).extracting(SequenceEntry::task).containsExactly("task-1");
    }
    assertThatThrownBy(() -> SequenceFile.openUntil(file, "task-7"))
        .isInstanceOf(SequenceException.class)
        .hasMessageContaining("holds no task 'task-7'");
  }

  @Test
  void otherFilesAndNewerFormatsAreRefusedByName() throws IOException {
    assertThatThrownBy(() -> SequenceFile.open(file)).isInstanceOf(NoSuchFileException.class);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    assertThatThrownBy(() -> SequenceFile.open(file)).hasMessageContaining("is empty");
    Files.writeString(file, "class,image\n");
    assertThatThrownBy(() -> SequenceFile.open(file)).hasMessageContaining("no sequence of tasks");
    Sequences.write(file, 1);
    Files.writeString(file, Files.readString(file).replaceFirst("\"version\":1", "\"version\":2"));
    assertThatThrownBy(() -> SequenceFile.open(file))
        .hasMessageContaining("format version 2, this program knows version 1");
    Files.writeString(file, Files.readString(file).replaceFirst("lamm-sequence", "another"));
    assertThatThrownBy(() -> SequenceFile.open(file)).hasMessageContaining("'another'");
  }

  @Test
  void anEventTwiceOrOfAnotherLearnerIsRefused() throws IOException {
    try (SequenceWriter writer = SequenceWriter.create(file, Sequences.HEADER)) {
      writer.append(Sequences.task(1));
      assertThatThrownBy(() -> writer.append(Sequences.task(1))).hasMessageContaining("event-1");
      RecordedTask task = Sequences.task(2);
      RecordedTask other =
          new RecordedTask(
              Samples.task("dogs", "t"),
              "e",
              task.time(),
              task.position(),
              Map.of(),
              Optional.empty());
      assertThatThrownBy(() -> writer.append(other)).hasMessageContaining("dogs");
    }
    assertThat(file).doesNotExist();
    assertThat(file.resolveSibling("sequence.jsonl.part")).doesNotExist();
  }

  @Test
  void anUnfinishedFileLeavesTheOlderOneAsItWas() throws IOException {
    Sequences.write(file, 2);
    String before = Files.readString(file);
    try (SequenceWriter writer = SequenceWriter.create(file, Sequences.HEADER)) {
      writer.append(Sequences.task(5));
    }
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  /** Whatever the bytes, a file is read or refused in words; nothing else happens. */
  @Test
  void aDamagedFileNeverPassesForAWholeOne() throws IOException {
    byte[] whole = Files.readAllBytes(Sequences.write(file, 2));
    Random random = new Random(5);
    for (int i = 0; i < 120; i++) {
      byte[] damaged =
          i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      if (i % 3 != 0) {
        int at = random.nextInt(damaged.length);
        damaged[at] = (byte) (damaged[at] ^ (1 << random.nextInt(8)));
      }
      Files.write(file, damaged);
      assertThatThrownBy(() -> SequenceFile.open(file).close())
          .as(() -> new String(damaged, UTF_8))
          .isInstanceOf(SequenceException.class);
    }
  }

  @Test
  void deepAndEndlessLinesAreRefused() throws IOException {
    Sequences.write(file, 1);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(1, "{\"x\":" + "[".repeat(100_000));
    Files.writeString(file, String.join("\n", lines) + "\n");
    assertThatThrownBy(() -> SequenceFile.open(file)).hasMessageContaining("line 2 is damaged");

    LineReader reader =
        new LineReader(
            new InputStream() {
              @Override
              public int read() {
                return 'x';
              }
            },
            1000);
    assertThatThrownBy(reader::next).hasMessageContaining("line 1 has more than 1000 bytes");
  }
}
