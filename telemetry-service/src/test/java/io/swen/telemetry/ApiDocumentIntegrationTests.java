package io.swen.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.test.AccessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class ApiDocumentIntegrationTests extends TelemetryTest {

    private static final Path DOCUMENT = Path.of("../docs/api/telemetry.json");

    @Test
    void hasARuleForEveryEndpointAndAnEndpointForEveryRule(@Autowired ApplicationContext context) {
        AccessTable.check(context);
    }

    @Test
    void isTheCheckedInDocument() throws IOException {
        JsonMapper mapper = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        Map<?, ?> raw = mapper.readValue(String.valueOf(get("/v3/api-docs").getBody()), Map.class);
        TreeMap<Object, Object> document = new TreeMap<>(raw);
        // Where the service happens to run is no part of its interface.
        document.remove("servers");
        String now = mapper.writeValueAsString(document) + "\n";
        if (Boolean.getBoolean("swen.update-api")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, now);
        }
        assertThat(now)
                .as("run the tests with -Dswen.update-api=true to write " + DOCUMENT)
                .isEqualTo(Files.readString(DOCUMENT));
    }
}
