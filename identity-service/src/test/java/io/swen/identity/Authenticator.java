package io.swen.identity;

import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import java.time.InstantSource;

/** Somebody's authenticator app. */
public final class Authenticator {

    private Authenticator() {}

    /** The code that is shown now, or some steps before or after. */
    public static String code(String secret, int stepsAway) {
        return at(secret, Math.floorDiv(InstantSource.system().instant().getEpochSecond(), 30) + stepsAway);
    }

    /** The code of a step. */
    public static String at(String secret, long step) {
        try {
            return new DefaultCodeGenerator().generate(secret, step);
        } catch (CodeGenerationException e) {
            throw new IllegalStateException(e);
        }
    }
}
