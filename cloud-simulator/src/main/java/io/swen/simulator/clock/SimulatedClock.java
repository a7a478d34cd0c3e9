package io.swen.simulator.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Domain time: it runs at a multiple of wall time and never goes back, not even over a crash.
 *
 * <p>What is stored is a lease, an instant a little ahead of the time shown; a restart goes on from the lease or from wall
 * time, whichever is later. So nobody who saw an instant will see an earlier one.
 */
public final class SimulatedClock extends Clock {

    /** The fastest and slowest speeds that may be set. */
    public static final double MAX_SPEED = 100_000;

    public static final double MIN_SPEED = 0.001;

    private static final Duration LEASE = Duration.ofSeconds(5);

    private final Clock wall;
    private final Path file;
    private Instant baseWall;
    private Instant baseDomain;
    private Instant lease;
    private double speed;

    /** Opens the clock stored in {@code file}, or starts a new one at wall time. */
    public SimulatedClock(Clock wall, Path file, double speed) {
        this.wall = wall;
        this.file = file;
        this.speed = checked(speed);
        this.baseWall = wall.instant();
        this.baseDomain = later(baseWall, stored(file, baseWall));
        // Nothing is written before the time is first asked for: whoever opens the clock may yet find the state in use.
        this.lease = baseDomain;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = at(wall.instant());
        if (!now.isBefore(lease)) {
            renewLease(now);
        }
        return now;
    }

    /** The wall's own time, as signatures use it. */
    public Instant wallInstant() {
        return wall.instant();
    }

    public synchronized double speed() {
        return speed;
    }

    /**
     * Sets the speed from now on.
     *
     * @throws IllegalArgumentException outside {@link #MIN_SPEED} to {@link #MAX_SPEED}
     */
    public synchronized void speed(double newSpeed) {
        checked(newSpeed);
        rebase(Duration.ZERO);
        speed = newSpeed;
        renewLease(baseDomain);
    }

    /** Jumps ahead. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + by);
        }
        rebase(by);
        renewLease(baseDomain);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return this;
        }
        throw new UnsupportedOperationException("the simulated clock speaks UTC only");
    }

    private void rebase(Duration by) {
        Instant now = wall.instant();
        baseDomain = at(now).plus(by);
        baseWall = later(now, baseWall);
    }

    private Instant at(Instant wallNow) {
        // A wall clock that was set back holds domain time still.
        double elapsed = Math.max(0, Duration.between(baseWall, wallNow).toNanos()) * speed;
        return baseDomain.plusNanos((long) elapsed);
    }

    private void renewLease(Instant now) {
        lease = now.plusNanos((long) (LEASE.toNanos() * speed));
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, lease.toString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the clock cannot be stored in " + file, e);
        }
    }

    private static Instant stored(Path file, Instant otherwise) {
        try {
            return Files.exists(file) ? Instant.parse(Files.readString(file).strip()) : otherwise;
        } catch (IOException e) {
            throw new UncheckedIOException("the clock cannot be read from " + file, e);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static double checked(double speed) {
        if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
            throw new IllegalArgumentException(
                    "speed must be between " + MIN_SPEED + " and " + MAX_SPEED + ": " + speed);
        }
        return speed;
    }
}
