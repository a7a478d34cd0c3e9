package io.swen.telemetry.notification;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification that has arrived, or that is given up; told inside of the transaction that stores it.
 *
 * @param error why it is given up; null when it arrived
 */
public record NotificationSettled(
        UUID subject,
        String receiver,
        String kind,
        @Nullable String error) {}
