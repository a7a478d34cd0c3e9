package io.swen.telemetry.intake;

import io.swen.platform.kafka.KafkaClients;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/** Puts records that cannot be stored aside, as they were, with where they stood and what is wrong with them as headers. */
final class DeadLetters {

    private static final Duration DELIVER_WITHIN = Duration.ofSeconds(9);
    private static final long LARGEST = 32L << 20;

    /** Why a record was put aside; its message becomes a header. */
    static final class RefusedRecordException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedRecordException(String reason) {
            super(reason);
        }
    }

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final DeadLetterPublishingRecoverer recoverer;

    DeadLetters(KafkaClients clients, String suffix) {
        this.producers = clients.producers("swen-telemetry-dead-letters", DELIVER_WITHIN, LARGEST);
        this.recoverer = new DeadLetterPublishingRecoverer(
                new KafkaTemplate<>(producers), (record, refused) -> new TopicPartition(record.topic() + suffix, -1));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.setWaitForSendResultTimeout(DELIVER_WITHIN);
        recoverer.setVerifyPartition(false);
        recoverer.setLogRecoveryRecord(false);
        recoverer.excludeHeader(HeadersToAdd.EX_STACKTRACE);
    }

    /** Returns when the record is safe in its dead-letter topic. */
    void send(ConsumerRecord<byte[], byte[]> record, String reason) {
        try {
            recoverer.accept(record, new RefusedRecordException(reason));
        } catch (KafkaException e) {
            if (!(NestedExceptionUtils.getMostSpecificCause(e) instanceof RecordTooLargeException)) {
                throw e;
            }
            // The headers say where it stands in the topic that could hold it.
            recoverer.accept(
                    new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), null),
                    new RefusedRecordException(reason + "; it is too large for this topic"));
        }
    }

    void close() {
        producers.destroy();
    }
}
