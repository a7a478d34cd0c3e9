package io.swen.gitops.control;

import java.time.Clock;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Says how far automation may go in an environment at this moment; nothing of it is remembered from one question to the next. */
@Component
public class Automation {

    private final Modes modes;
    private final FreezeWindows freezes;
    private final KillSwitch killSwitch;
    private final Clock clock;

    Automation(Modes modes, FreezeWindows freezes, KillSwitch killSwitch, Clock clock) {
        this.modes = modes;
        this.freezes = freezes;
        this.killSwitch = killSwitch;
        this.clock = clock;
    }

    /** Why nothing is applied in an environment now, whatever people agree to, or null where it is. */
    public @Nullable String heldBack(String environment) {
        return heldBack(environment, false);
    }

    /**
     * The same.
     *
     * @param brokeGlass whether somebody took it upon himself to apply the change in a freeze; mode and kill switch hold even so
     */
    public @Nullable String heldBack(String environment, boolean brokeGlass) {
        String told = Stream.of(
                        killSwitch.stopped(environment),
                        mode(environment),
                        brokeGlass ? null : freezes.frozen(environment, clock.instant()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return told.isEmpty() ? null : told;
    }

    /** Why even what has begun has to stop at a safe point, or null: the kill switch. */
    public @Nullable String stopped(String environment) {
        return killSwitch.stopped(environment);
    }

    /** Which freeze window holds in an environment now, or null. */
    public @Nullable String frozen(String environment) {
        return freezes.frozen(environment, clock.instant());
    }

    /**
     * Whether automation may open changes of its own now, such as to heal drift, to replace what was lost or to roll back. A freeze
     * does not keep it from that: the change then waits to be applied.
     */
    public boolean mayActAlone(String environment) {
        return modes.of(environment).mode() != EnvironmentMode.OBSERVE && killSwitch.stopped(environment) == null;
    }

    /**
     * From now to the end of the caller's transaction the kill switch is not engaged: whoever engages it waits, so that either what
     * begins is seen as running, or it does not begin.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keepKillSwitchAsItIs() {
        killSwitch.keepAsItIs();
    }

    private @Nullable String mode(String environment) {
        EnvironmentMode mode = modes.of(environment).mode();
        return mode == EnvironmentMode.ACT
                ? null
                : "environment " + environment + " is in mode " + mode.id() + ": nothing is applied";
    }
}
