package io.swen.cli.client;

import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account's authenticator (RFC 6238). It gives each code out once, because the issuer takes each once: a second one within half a
 * minute is the next moment's, which the issuer takes as well, and for a third one it waits.
 */
final class Authenticator {
    private static final long PERIOD_SECONDS = 30;
    private static final long AHEAD = 1;

    private final String user;
    private final @Nullable String secret;
    private final Path lastStep;
    private final Clock clock;
    private final Pause pause;

    /** Waits. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    Authenticator(String user, @Nullable String secret, Path lastStep, Clock clock, Pause pause) {
        this.user = user;
        this.secret = secret;
        this.lastStep = lastStep;
        this.clock = clock;
        this.pause = pause;
    }

    /** A code that was not given out before and that the issuer takes now. */
    String next() throws IOException, InterruptedException {
        if (secret == null) {
            throw new CliException(
                    ExitCode.NOT_ALLOWED,
                    "The platform asks for a code, and there is no totp_secret of " + user + " in the accounts' file",
                    "Restart with ./swen up, which adds one; or sign in with a browser.");
        }
        Instant now = clock.instant();
        long step = Math.max(step(now), lastGiven() + 1);
        if (step > step(now) + AHEAD) {
            Instant takenFrom = Instant.ofEpochSecond((step - AHEAD) * PERIOD_SECONDS);
            pause.of(Duration.between(now, takenFrom));
        }
        SwenHome.write(lastStep, Long.toString(step));
        try {
            return new DefaultCodeGenerator().generate(secret, step);
        } catch (CodeGenerationException unusable) {
            throw new CliException(
                    ExitCode.FAILED,
                    "The totp_secret of " + user + " is not usable",
                    "It has to be Base32, such as ./swen up makes.",
                    unusable);
        }
    }

    private static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), PERIOD_SECONDS);
    }

    private long lastGiven() throws IOException {
        if (!Files.exists(lastStep)) {
            return 0;
        }
        String text = Files.readString(lastStep).strip();
        long farthest = step(clock.instant()) + AHEAD;
        // What is no number, or of a clock that was ahead, must not make anybody wait for ever.
        return text.matches("[0-9]{1,18}") ? Math.min(Long.parseLong(text), farthest) : 0;
    }
}
