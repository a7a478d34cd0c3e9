package io.swen.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The accounts that the matrix needs for as long as it runs. */
class MatrixAccountsTests {

    @TempDir
    private Path folder;

    @Test
    void areInTheFileOfAccountsAndGoFromItAgain() throws IOException {
        Path file = folder.resolve("credentials.json");
        Files.writeString(file, "{\"users\":[{\"username\":\"admin\",\"password\":\"p\"}],\"aws\":[]}");
        MatrixAccounts accounts = new MatrixAccounts(file);

        assertThat(accounts.addMissing()).isTrue();
        assertThat(accounts.addMissing()).isFalse();
        assertThat(names(file))
                .contains("admin")
                .containsAll(MatrixAccounts.names())
                .hasSize(7);

        accounts.remove();

        assertThat(names(file)).containsExactly("admin");
        assertThat(Json.parse(Files.readString(file)).has("aws")).isTrue();
    }

    private static List<String> names(Path file) throws IOException {
        return Json.parse(Files.readString(file))
                .path("users")
                .valueStream()
                .map(user -> Json.text(user, "username", ""))
                .toList();
    }
}
