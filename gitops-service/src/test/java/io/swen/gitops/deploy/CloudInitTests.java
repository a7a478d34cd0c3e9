package io.swen.gitops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CloudInitTests {

    @Test
    void runsABatchAndThenEndsTheInstance() {
        String script = CloudInit.script(workload(WorkloadKind.BATCH, new BigDecimal("1.5"), Map.of("A", "b")), 0);

        assertThat(script)
                .startsWith("#!/bin/bash\n")
                .contains("export SWEN_ESTIMATED_DURATION=PT1H30M\n")
                .contains("docker run --name workload --rm")
                .contains("-e 'A=b'")
                .endsWith("shutdown -h now\n");
    }

    @Test
    void leavesAServiceRunning() {
        String script = CloudInit.script(workload(WorkloadKind.SERVICE, null, Map.of()), 0);

        assertThat(script).doesNotContain("shutdown").contains("--restart unless-stopped");
    }

    @Test
    void carriesReferencesToSecretsAndNeverTheirValues() {
        assertThat(CloudInit.script(workload(WorkloadKind.SERVICE, null, Map.of()), 0))
                .contains("export HF_TOKEN=\"$(fetch_secret 'vault:ml/hf#token')\"")
                .contains("-e 'HF_TOKEN'");
    }

    @Test
    void quotesWhateverStandsInAValue() throws IOException, InterruptedException {
        String nasty = "it's $(touch /tmp/never) `x` \\ \"q\"";
        Process shell = new ProcessBuilder("bash", "-c", "printf %s " + CloudInit.quote(nasty)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(nasty);
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void isValidShell() throws IOException, InterruptedException {
        String script = CloudInit.script(workload(WorkloadKind.BATCH, BigDecimal.ONE, Map.of("A", "it's")), 2);
        Process shell =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(shell.waitFor()).isZero();
    }

    private static Workload workload(WorkloadKind kind, @Nullable BigDecimal hours, Map<String, String> env) {
        return new Workload(
                "train",
                "research",
                "dev",
                kind,
                new Workload.Container(
                        "ghcr.io/acme/train:1.4",
                        List.of("python", "train.py"),
                        env,
                        List.of(new Workload.SecretReference("HF_TOKEN", "vault:ml/hf#token")),
                        List.of(8080),
                        1,
                        null,
                        20,
                        null),
                BigDecimal.ONE,
                BigDecimal.ONE,
                0,
                null,
                "amd64",
                null,
                null,
                null,
                null,
                hours,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
