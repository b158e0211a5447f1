/**
 * Events to Kafka records and back.
 *
 * <p>Every event is a CloudEvents 1.0 event in Kafka's binary mode: attributes in {@code ce_}
 * headers, UTF-8 JSON as the value, the learner's name as the key and as the subject. The JSON
 * obeys {@code schema/task-event-1.json} or {@code schema/result-event-1.json}.
 *
 * <p>A task whose record would be larger than a message travels in parts: slices of the same JSON,
 * as events of type {@code org.lammstream.task.part.v1} with the content type {@code
 * application/octet-stream} and the extension attributes {@code assembly} (id of the whole task
 * event), {@code partindex} (from 0), {@code partcount}, {@code assemblybytes} and {@code
 * assemblysha256} (of the whole JSON), {@code taskname}. Parts of several tasks may be mixed, out
 * of order and repeated.
 */
@NullMarked
package org.lammstream.stream.codec;

import org.jspecify.annotations.NullMarked;
