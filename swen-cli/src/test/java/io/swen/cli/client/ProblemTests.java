package io.swen.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTests {
    @Test
    void namesEachFieldWithWhatWasGivenAndWhatIsAllowed() {
        String body = """
                {"title":"A field has a value that is not allowed","status":400,"code":"invalid-field",
                 "detail":"cpu_cores must be between 0.1 and 1024",
                 "errors":[{"field":"cpu_cores","given":"-1","allowed":"0.1 to 1024"}],"trace_id":"abc"}""";
        assertThat(Problem.text(400, body, "/workload")).isEqualTo("""
                A field has a value that is not allowed (400, invalid-field)
                  cpu_cores must be between 0.1 and 1024
                  cpu_cores: given -1, allowed 0.1 to 1024
                  trace abc""");
    }

    @Test
    void anAnswerThatIsNoProblemIsStillReadable() {
        CliException refusal = Problem.of(502, "<html>bad gateway</html>", "/workload");
        assertThat(refusal.report())
                .startsWith("The platform answered 502 (502, /workload)")
                .contains("./swen status");
    }

    @ParameterizedTest
    @CsvSource({
        "400,USAGE",
        "401,NOT_ALLOWED",
        "403,NOT_ALLOWED",
        "404,NOT_FOUND",
        "409,CONFLICT",
        "412,CONFLICT",
        "428,CONFLICT",
        "429,FAILED",
        "500,FAILED",
        "503,UNREACHABLE"
    })
    void everyStatusHasItsExitCode(int status, ExitCode expected) {
        assertThat(Problem.exitCode(status)).isEqualTo(expected);
    }
}
