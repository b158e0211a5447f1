package org.lammstream.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.BufferUnderflowException;

/**
 * Turns one kind of value into a payload and back. Large arrays are compact binary; small records
 * that will grow fields are JSON, in which a reader ignores fields it does not know.
 */
interface Codec<T> {

  byte[] encode(T value);

  /** May throw any runtime exception for a payload of another shape. */
  T decode(byte[] payload);

  /** The sealed value to store under a key. */
  default byte[] seal(ColumnFamily family, byte[] key, T value) {
    return Envelope.seal(family, key, encode(value));
  }

  /**
   * Reads a sealed value.
   *
   * @throws StoreCorruptedException if it is damaged
   */
  default T open(ColumnFamily family, byte[] key, byte[] value) {
    byte[] payload = Envelope.open(family, key, value);
    try {
      return decode(payload);
    } catch (IllegalArgumentException | BufferUnderflowException | NullPointerException e) {
      throw StoreCorruptedException.at(family, key, "value has a wrong shape", e);
    }
  }

  /** JSON with sorted map entries, so that equal values are equal bytes. */
  record Json<T>(Class<T> type) implements Codec<T> {

    private static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @Override
    public byte[] encode(T value) {
      try {
        return MAPPER.writeValueAsBytes(value);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
      }
    }

    @Override
    public T decode(byte[] payload) {
      try {
        return MAPPER.readValue(payload, type);
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot be read from JSON", e);
      }
    }
  }
}
