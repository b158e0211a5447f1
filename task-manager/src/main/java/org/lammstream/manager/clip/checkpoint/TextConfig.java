package org.lammstream.manager.clip.checkpoint;

/**
 * The causal text transformer. Defaults of absent fields are those of Hugging Face's {@code
 * CLIPTextConfig}.
 *
 * @param vocabulary number of token embeddings
 * @param width hidden size; a multiple of {@code heads}
 * @param layers number of blocks
 * @param heads attention heads per block
 * @param intermediate width inside the MLP
 * @param context number of position embeddings, the longest text
 * @param layerNormEpsilon added to the variance in every layer norm
 * @param activation of the MLP
 * @param bosTokenId as written in the file; files of OpenAI's own checkpoints say 0, see {@link
 *     #eosTokenId}
 * @param eosTokenId as written in the file; 2 stands for "the highest id in the text" (so Hugging
 *     Face reads OpenAI's old files), use {@code ClipTokenizer.eot()} for the real id
 */
public record TextConfig(
    int vocabulary,
    int width,
    int layers,
    int heads,
    int intermediate,
    int context,
    double layerNormEpsilon,
    Activation activation,
    int bosTokenId,
    int eosTokenId) {

  /** The value of {@code eos_token_id} that old files carry and that names no real token. */
  public static final int LEGACY_EOS = 2;

  static TextConfig read(JsonSection json) {
    TextConfig config =
        new TextConfig(
            json.integer("vocab_size", 49408, 2, 1 << 24),
            json.integer("hidden_size", 512, 1, 1 << 16),
            json.integer("num_hidden_layers", 12, 1, 1 << 10),
            json.integer("num_attention_heads", 8, 1, 1 << 10),
            json.integer("intermediate_size", 2048, 1, 1 << 18),
            json.integer("max_position_embeddings", 77, 3, 1 << 16),
            json.number("layer_norm_eps", 1e-5),
            json.activation("hidden_act"),
            json.integer("bos_token_id", 49406, 0, 1 << 24),
            json.integer("eos_token_id", 49407, 0, 1 << 24));
    json.requireMultiple("hidden_size", config.width, "num_attention_heads", config.heads);
    return config;
  }
}
