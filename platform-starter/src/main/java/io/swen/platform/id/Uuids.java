package io.swen.platform.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** Makes UUIDv7 identifiers (RFC 9562): unique without a database, and ordered by the time they were made. */
public final class Uuids {

    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Uuids() {}

    /** A new identifier, later in order than any that this process made before. */
    public static UUID next() {
        return GENERATOR.generate();
    }
}
