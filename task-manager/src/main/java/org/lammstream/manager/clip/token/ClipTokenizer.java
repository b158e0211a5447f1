package org.lammstream.manager.clip.token;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.lammstream.manager.clip.checkpoint.CheckpointException;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.clip.checkpoint.TextConfig;

/**
 * CLIP's byte-pair tokenizer, read from a checkpoint's {@code tokenizer.json} and run by Hugging
 * Face's own library. Thread-safe; holds native memory, so close it.
 */
public final class ClipTokenizer implements AutoCloseable {

  private static final long MAX_BYTES = 64L << 20;
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final int vocabulary;
  private final int sot;
  private final int eot;

  private ClipTokenizer(Path file, HuggingFaceTokenizer tokenizer, TextConfig config) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.vocabulary = config.vocabulary();
    // The tokenizer itself knows best what it puts around a text. The ids in config.json cannot be
    // trusted: those of OpenAI's own checkpoints name other tokens.
    int[] frame = ids(tokenizer.encode("", true, false));
    boolean framed = frame.length == 2;
    this.sot = framed ? frame[0] : checked(config.bosTokenId());
    this.eot = framed ? frame[1] : checked(endOf(config));
    if (config.eosTokenId() != TextConfig.LEGACY_EOS && config.eosTokenId() != eot) {
      throw new CheckpointException(
          file
              + (": ends a text with token " + eot + ", but config.json says eos_token_id ")
              + config.eosTokenId());
    }
  }

  /**
   * Loads the tokenizer of a checkpoint.
   *
   * @throws CheckpointException if {@code tokenizer.json} is no tokenizer or does not fit the model
   */
  public static ClipTokenizer open(CheckpointFolder folder) {
    Path file = folder.tokenizerFile();
    HuggingFaceTokenizer tokenizer = load(file);
    try {
      return new ClipTokenizer(file, tokenizer, folder.config().text());
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static HuggingFaceTokenizer load(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new CheckpointException(file + ": too large for a tokenizer");
      }
      return HuggingFaceTokenizer.newInstance(in, OPTIONS);
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + e, e);
    } catch (CheckpointException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CheckpointException(file + ": no usable tokenizer: " + e.getMessage(), e);
    }
  }

  /**
   * Token ids of a text, without start and end, neither cut nor padded; none for blank text.
   *
   * <p>Case, Unicode composition and runs of white space make no difference.
   *
   * @throws CheckpointException if the tokenizer makes an id the model has no embedding for
   */
  public int[] encode(String text) {
    return ids(tokenizer.encode(text, false, false));
  }

  /** Id of the start token. */
  public int sot() {
    return sot;
  }

  /** Id of the end token, at which the text feature is read. */
  public int eot() {
    return eot;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private int[] ids(Encoding encoding) {
    long[] ids = encoding.getIds();
    int[] checked = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      checked[i] = checked(ids[i]);
    }
    return checked;
  }

  private int checked(long id) {
    if (id < 0 || id >= vocabulary) {
      throw new CheckpointException(
          file + ": makes token " + id + ", but the model has " + vocabulary + " token embeddings");
    }
    return (int) id;
  }

  /** Hugging Face takes the highest id in the text for the end where the file has the old value. */
  private static int endOf(TextConfig config) {
    return config.eosTokenId() == TextConfig.LEGACY_EOS
        ? config.vocabulary() - 1
        : config.eosTokenId();
  }
}
