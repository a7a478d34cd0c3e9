package io.swen.simulator.fleet;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from cloud-init user data how long the container will work, and whether it is a bad one. */
final class UserData {

    private static final Pattern DURATION =
            Pattern.compile("SWEN_ESTIMATED_DURATION\\s*[=:]\\s*[\"']?(P[0-9A-Za-z.]+)");

    /** A container that says this of itself fails the status checks of its instance, so that a bad version can be tried out. */
    private static final Pattern BAD = Pattern.compile("SWEN_SIMULATED_HEALTH\\s*[=:]\\s*[\"']?impaired");

    private UserData() {}

    static boolean isBad(@Nullable String userData) {
        return userData != null && BAD.matcher(userData).find();
    }

    static Optional<Duration> estimatedDuration(@Nullable String userData) {
        if (userData == null) {
            return Optional.empty();
        }
        var matcher = DURATION.matcher(userData);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            Duration duration = Duration.parse(matcher.group(1));
            return duration.isNegative() ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeParseException e) {
            // A container that does not understand its own setting runs on, as on a real cloud.
            return Optional.empty();
        }
    }
}
