package org.lammstream.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RecordHeader;

/** The codecs of formats 1 to 6, one for each column family. */
final class Codecs {

  static final Codec<Long> META = binary(PayloadWriter::number, PayloadReader::longNumber);

  static final Codec<LearnerRecord> LEARNER = new Codec.Json<>(LearnerRecord.class);

  static final Codec<VersionRecord> VERSION = new Codec.Json<>(VersionRecord.class);

  static final Codec<ClassEmbedding> CLASS =
      binary(
          (out, entry) -> {
            out.text(entry.name())
                .number(entry.vectors())
                .number(entry.width())
                .floats(entry.labelEmbedding())
                .integers(entry.tailTokenIds())
                .floats(entry.anchor())
                .floats(entry.textFeature())
                .floats(entry.zeroShotTextFeature())
                .floats(entry.imagePrototype());
            ImageSum images = entry.images();
            if (entry.imageWeight() > 0 || images.isKnown()) { // formats 1 and 2 end before it
              out.real(entry.imageWeight());
            }
            if (images.isKnown()) { // format 3 ends before it
              out.number(images.count()).reals(images.sum());
            }
          },
          in ->
              new ClassEmbedding(
                  in.text(),
                  in.number(),
                  in.number(),
                  in.floats(),
                  in.integers(),
                  in.floats(),
                  in.floats(),
                  in.floats(),
                  in.floats(),
                  in.atEnd() ? 0 : in.real(),
                  in.atEnd() ? ImageSum.UNKNOWN : imageSum(in)));

  static final Codec<VisualState> HEAD =
      binary(
          (out, state) -> {
            Scoring scoring = state.scoring();
            out.text(scoring.head().name())
                .real(scoring.regularisation())
                .number(scoring.expansion())
                .number(scoring.expansionSeed())
                .real(scoring.textWeight())
                .real(scoring.visualWeight())
                .real(scoring.margin())
                .reals(state.gram())
                .reals(state.scatter())
                .integers(state.tasks().stream().mapToInt(Integer::intValue).toArray());
          },
          in ->
              new VisualState(
                  new Scoring(
                      Scoring.Head.valueOf(in.text()),
                      in.real(),
                      in.number(),
                      in.longNumber(),
                      in.real(),
                      in.real(),
                      in.real()),
                  in.reals(),
                  in.reals(),
                  Arrays.stream(in.integers()).boxed().toList()));

  static final Codec<SharedPrompts> PROMPTS =
      binary(
          (out, prompts) -> {
            out.number(prompts.tensors().size());
            prompts
                .tensors()
                .forEach(
                    (name, tensor) ->
                        out.text(name)
                            .integers(tensor.shape().stream().mapToInt(Integer::intValue).toArray())
                            .floats(tensor.values()));
          },
          in -> {
            SortedMap<String, StoredTensor> tensors = new TreeMap<>();
            for (int left = in.length(3 * Integer.BYTES); left > 0; left--) {
              String name = in.text();
              List<Integer> shape = Arrays.stream(in.integers()).boxed().toList();
              if (tensors.put(name, new StoredTensor(shape, in.floats())) != null) {
                throw new IllegalArgumentException("two tensors of one name");
              }
            }
            return new SharedPrompts(tensors);
          });

  static final Codec<TestSet> TEST_SET =
      binary(
          (out, tests) ->
              out.text(tests.task())
                  .texts(tests.classes())
                  .texts(tests.labels())
                  .floats(tests.features())
                  .number(tests.dimension()),
          in -> new TestSet(in.text(), in.texts(), in.texts(), in.floats(), in.number()));

  static final Codec<TestPixels> PIXELS =
      binary(
          (out, pixels) -> out.number(pixels.size()).bytes(pixels.values()),
          in -> new TestPixels(in.number(), in.bytes()));

  static final Codec<SeenTests> SEEN =
      binary(
          (out, seen) -> {
            out.number(seen.dimension()).number(seen.features().size());
            seen.features().forEach(out::floats);
          },
          in -> {
            int dimension = in.number();
            List<float[]> features = new ArrayList<>();
            for (int left = in.length(Integer.BYTES); left > 0; left--) {
              features.add(in.floats());
            }
            return new SeenTests(dimension, features);
          });

  static final Codec<List<LearnedExample>> EXAMPLES =
      binary(
          (out, examples) -> {
            out.number(examples.size());
            for (LearnedExample example : examples) {
              out.text(example.label())
                  .bytes(example.contentSha256().map(HexFormat.of()::parseHex).orElse(new byte[0]))
                  .number(example.test() ? 1 : 0);
            }
          },
          in -> {
            List<LearnedExample> examples = new ArrayList<>();
            for (int left = in.length(12); left > 0; left--) {
              examples.add(
                  new LearnedExample(
                      in.text(),
                      Optional.of(HexFormat.of().formatHex(in.bytes()))
                          .filter(digest -> !digest.isEmpty()),
                      in.number() == 1));
            }
            return examples;
          });

  static final Codec<List<CellScore>> SCORES =
      binary(
          (out, scores) -> {
            out.number(scores.size());
            for (CellScore cell : scores) {
              out.number(cell.row()).text(cell.task()).number(cell.correct()).number(cell.total());
            }
          },
          in -> {
            List<CellScore> scores = new ArrayList<>();
            for (int left = in.length(16); left > 0; left--) {
              scores.add(new CellScore(in.number(), in.text(), in.number(), in.number()));
            }
            return scores;
          });

  static final Codec<float[]> FEATURE = binary(PayloadWriter::floats, PayloadReader::floats);

  static final Codec<OffsetRecord> OFFSET =
      binary(
          (out, offset) -> out.number(offset.offset()).number(offset.resumeOffset()),
          in -> new OffsetRecord(in.longNumber(), in.longNumber()));

  static final Codec<AppliedRecord> APPLIED =
      binary(
          (out, applied) ->
              out.number(applied.version())
                  .text(applied.topic())
                  .number(applied.partition())
                  .number(applied.offset()),
          in -> new AppliedRecord(in.number(), in.text(), in.number(), in.longNumber()));

  static final Codec<OutgoingRecord> OUTBOX =
      binary(
          (out, record) -> {
            out.text(record.topic()).bytes(record.key()).bytes(record.value());
            out.number(record.headers().size());
            for (RecordHeader header : record.headers()) {
              out.text(header.name()).bytes(header.value());
            }
          },
          in -> {
            String topic = in.text();
            byte[] key = in.bytes();
            byte[] value = in.bytes();
            List<RecordHeader> headers = new ArrayList<>();
            for (int left = in.length(8); left > 0; left--) {
              headers.add(new RecordHeader(in.text(), in.bytes()));
            }
            return new OutgoingRecord(topic, key, value, headers);
          });

  /** The codec of a column family's values. */
  static Codec<?> of(ColumnFamily family) {
    return switch (family) {
      case META -> META;
      case LEARNERS -> LEARNER;
      case VERSIONS -> VERSION;
      case CLASSES -> CLASS;
      case HEADS -> HEAD;
      case PROMPTS -> PROMPTS;
      case SEEN -> SEEN;
      case TESTS -> TEST_SET;
      case PIXELS -> PIXELS;
      case EXAMPLES -> EXAMPLES;
      case SCORES -> SCORES;
      case FEATURES -> FEATURE;
      case OFFSETS -> OFFSET;
      case APPLIED -> APPLIED;
      case OUTBOX -> OUTBOX;
    };
  }

  /** Where a partition stands: offset of the last settled record, and where to resume. */
  record OffsetRecord(long offset, long resumeOffset) {}

  /** The version that an event made, 0 if none, and where the event stood. */
  record AppliedRecord(int version, String topic, int partition, long offset) {}

  private Codecs() {}

  private static ImageSum imageSum(PayloadReader in) {
    long count = in.longNumber();
    return new ImageSum(in.reals(), count);
  }

  private static <T> Codec<T> binary(
      BiConsumer<PayloadWriter, T> writer, Function<PayloadReader, T> reader) {
    return new Codec<>() {
      @Override
      public byte[] encode(T value) {
        PayloadWriter out = new PayloadWriter();
        writer.accept(out, value);
        return out.toBytes();
      }

      @Override
      public T decode(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        T value = reader.apply(in);
        if (!in.atEnd()) {
          throw new IllegalArgumentException("bytes behind the end");
        }
        return value;
      }
    };
  }
}
