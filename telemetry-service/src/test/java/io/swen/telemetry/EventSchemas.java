package io.swen.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checked-in schemas of this service's events. */
public final class EventSchemas {

    private static final Path FOLDER = Path.of("../docs/events");

    private EventSchemas() {}

    /** Fails unless the data of an event is as its schema says. */
    public static void check(String type, String data) {
        try {
            String schema = Files.readString(FOLDER.resolve(type + ".json"));
            var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON)
                    .validate(data, InputFormat.JSON);
            assertThat(errors).as(data).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
