package org.lammstream.manager.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.store.EmbeddingStore;

/**
 * Classifies images with any versions of any learner in a store, beside a worker that trains on the
 * same model. Thread-safe; model and store stay the owner's and are closed after it.
 *
 * <p>Aliases are looked up at the moment of classification, so a moved alias is followed by the
 * next request, and one request sees one state of them. Versions are immutable: what is cached of
 * them is never wrong. The last bits of an image's feature depend on the batch it happened to be
 * in, and so do scores, by about 1e-7; what a task is trained and tested on is encoded elsewhere,
 * in batches of fixed composition.
 */
public final class Predictor implements AutoCloseable {
  private final ClipModel model;
  private final EmbeddingStore store;
  private final ImageGate gate;
  private final Semaphore decoding;
  private final BatchEncoder<TowerView> encoder;
  private final Cache<Key, VersionScorer> versions;
  private final PredictionListener listener;

  private record Key(String learner, int number) {}

  /**
   * Starts its thread.
   *
   * @param listener hears of batches
   */
  public Predictor(
      ClipModel model, EmbeddingStore store, PredictorLimits limits, PredictionListener listener) {
    this.model = model;
    this.store = store;
    this.listener = listener;
    this.gate = new ImageGate(limits.images());
    this.decoding = new Semaphore(limits.decoders());
    this.encoder =
        new BatchEncoder<>(this::encode, limits.batch(), limits.gather(), limits.waiting());
    this.versions =
        Caffeine.newBuilder()
            .maximumWeight(limits.cachedNumbers())
            .weigher(
                (Key key, VersionScorer scorer) -> (int) Math.min(Integer.MAX_VALUE, scorer.size()))
            .executor(Runnable::run)
            .build();
  }

  private float[][] encode(List<TowerView> views) {
    listener.encoded(views.size());
    return TowerView.features(model, views);
  }

  /** Dimension d of an image feature. */
  public int dimension() {
    return model.dimension();
  }

  /** How many images wait to be encoded. */
  public int waiting() {
    return encoder.waiting();
  }

  /**
   * How many views of an image its feature has to be the mean of, so that these versions can score
   * it. Those of one learner agree.
   *
   * @param words as of {@link #classify}
   * @throws org.lammstream.store.UnknownVersionException if the learner or a version is unknown
   * @throws org.lammstream.store.PrunedVersionException if the embeddings of one are gone
   * @throws ForeignCheckpointException if one was made with another checkpoint
   */
  public int views(String learner, List<String> words) {
    return choose(learner, words).views();
  }

  /**
   * Looks up versions as they are called now.
   *
   * @param words as of {@link #classify}, which tells what is thrown
   */
  public ChosenVersions choose(String learner, List<String> words) {
    VersionWords names = VersionWords.of(store, learner);
    return new ChosenVersions(learner, names, scorers(names, learner, words));
  }

  private List<PixelImage> decode(byte[] image, int views) throws InterruptedException {
    decoding.acquire();
    try {
      return new ViewEncoder(model, views).pixels(gate.decode(image));
    } finally {
      decoding.release();
    }
  }

  /**
   * Decodes an image on the calling thread and has it encoded by the untouched image tower.
   *
   * @param views of the image whose mean is its feature: 1, 2, 4 or 6
   * @return its L2-normalised feature, {@code (d)}
   * @throws org.lammstream.manager.clip.image.ImageRejectedException if it cannot be read or is too
   *     large
   * @throws OverloadedException if too many images wait
   */
  public CompletableFuture<float[]> encode(byte[] image, int views) throws InterruptedException {
    return encode(decode(image, views), List.of(Optional.empty()))
        .thenApply(features -> features.get(0));
  }

  /**
   * Decodes an image on the calling thread and has it encoded as each of the versions sees it.
   *
   * @return per different version an L2-normalised feature, {@code (d)}
   * @throws org.lammstream.manager.clip.image.ImageRejectedException if it cannot be read or is too
   *     large
   * @throws OverloadedException if too many images wait
   */
  public CompletableFuture<List<float[]>> encode(byte[] image, ChosenVersions versions)
      throws InterruptedException {
    return encode(decode(image, versions.views()), versions.prompts());
  }

  /** An image waits as one, with however many prompts it is to be seen. */
  private CompletableFuture<List<float[]>> encode(
      List<PixelImage> views, List<Optional<ImagePrompts>> ways) {
    List<TowerView> all = new ArrayList<>();
    ways.forEach(prompts -> views.forEach(view -> all.add(new TowerView(view, prompts))));
    List<CompletableFuture<float[]>> features = encoder.encode(all);
    return CompletableFuture.allOf(features.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            encoded -> {
              List<float[]> done = features.stream().map(CompletableFuture::join).toList();
              int n = views.size();
              return IntStream.range(0, ways.size())
                  .mapToObj(i -> ViewEncoder.mean(done.subList(i * n, (i + 1) * n)))
                  .toList();
            });
  }

  /**
   * What versions think of one image.
   *
   * @param version its number
   * @param aliases names that stood for it at that moment, sorted
   * @param classes best first
   */
  public record Result(int version, List<String> aliases, List<ClassScore> classes) {}

  /**
   * Classifies image features with versions as they are called now.
   *
   * @param words of the versions: numbers, aliases, {@code head} or {@code latest}; none means the
   *     serving version
   * @param features of the images, each the L2-normalised {@code (d)} mean of {@link #views}
   * @param top classes per image and version, at most
   * @return per image the results in the order of the words
   * @throws org.lammstream.store.UnknownVersionException if the learner or a version is unknown
   * @throws org.lammstream.store.PrunedVersionException if the embeddings of one are gone
   * @throws ForeignCheckpointException if one was made with another checkpoint
   */
  public List<List<Result>> classify(
      String learner, List<String> words, List<float[]> features, int top) {
    ChosenVersions versions = choose(learner, words);
    return features.stream().map(feature -> versions.classify(feature, top)).toList();
  }

  private List<VersionScorer> scorers(VersionWords names, String learner, List<String> words) {
    List<Integer> numbers = words.isEmpty() ? List.of(names.serving()) : names.numbers(words);
    return numbers.stream().map(number -> scorer(learner, number)).toList();
  }

  private VersionScorer scorer(String learner, int number) {
    return versions.get(
        new Key(learner, number),
        key -> VersionScorer.of(store.version(key.learner(), key.number()), model));
  }

  /** Cancels what waits. */
  @Override
  public void close() {
    encoder.close();
  }
}
