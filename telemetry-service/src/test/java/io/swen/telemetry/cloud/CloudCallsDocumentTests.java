package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of calls that people read is the one that the code goes by, and the tests that it names exist. */
class CloudCallsDocumentTests {

    private static final Path DOCUMENT = Path.of("../docs/telemetry/cloud-calls.md");
    private static final Path POLICIES = Path.of("../docs/telemetry/clouds.md");

    private record Row(String provider, String call, String permission, String price, String pages, String tests) {}

    @Test
    void theTableHasTheCallsOfTheCode() throws IOException {
        assertThat(rows())
                .extracting(row -> row.provider() + " " + row.call() + " " + row.permission() + " " + row.price())
                .containsExactlyElementsOf(Arrays.stream(CloudAction.values())
                        .map(action -> action.provider().id() + " " + action.id() + " " + action.permission() + " "
                                + price(action))
                        .toList());
        assertThat(rows()).allSatisfy(row -> assertThat(row.pages()).isNotBlank());
    }

    @Test
    void theTestsOfTheTableExist() throws Exception {
        for (Row row : rows()) {
            assertThat(row.tests()).as(row.call()).isNotBlank();
            for (String name : row.tests().split(", ")) {
                String[] parts = name.split("#");
                Class<?> type = Class.forName(getClass().getPackageName() + "." + parts[0]);
                assertThat(type.getDeclaredMethod(parts[1]).isAnnotationPresent(Test.class))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void theDocumentedPoliciesAllowTheCallsOfTheTableAndNoOther() throws IOException {
        String policies = Files.readString(POLICIES);
        List<String> allowed = new ArrayList<>();
        var matcher = java.util.regex.Pattern.compile(
                        "\"((?:ec2|ecs|pricing|cloudwatch|cms|sqs|ce|s3|bss|sts):[A-Za-z]+)\"")
                .matcher(policies);
        while (matcher.find()) {
            allowed.add(matcher.group(1));
        }
        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CloudAction.values())
                        .map(CloudAction::permission)
                        .filter(permission -> !permission.equals("none"))
                        .toList());
    }

    private static String price(CloudAction action) {
        return switch (action.billing()) {
            case FREE -> "free";
            case PER_THOUSAND_METRICS -> "0.01 USD for 1,000 metrics";
            case CENT_A_REQUEST -> "0.01 USD a request";
        };
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            String[] cells = line.split("\\|");
            if (cells.length == 7
                    && (cells[1].strip().equals("aws") || cells[1].strip().equals("alibaba"))) {
                rows.add(new Row(
                        cells[1].strip(),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].strip(),
                        cells[5].strip(),
                        cells[6].strip()));
            }
        }
        return rows;
    }
}
