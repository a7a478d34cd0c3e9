package io.swen.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.identity.IdentityServer;
import io.swen.platform.security.Role;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

class UserFileIntegrationTests extends IdentityServer {

    private static final UUID GRACE = UUID.fromString("44444444-4444-4444-8444-444444444444");

    private final Users users;
    private final PasswordEncoder passwords;
    private final JdbcTemplate jdbc;

    UserFileIntegrationTests(
            @Autowired Users users, @Autowired PasswordEncoder passwords, @Autowired JdbcTemplate jdbc) {
        this.users = users;
        this.passwords = passwords;
        this.jdbc = jdbc;
    }

    @Test
    void takesAUserOverOnceAndLaterOnlyTheChangedPassword() {
        try {
            users.takeOver(file("first password", Role.VIEWER));
            String first = hash();
            users.takeOver(file("first password", Role.VIEWER));
            assertThat(hash()).isEqualTo(first);

            users.takeOver(file("second password", Role.ADMIN));

            assertThat(passwords.matches("second password", hash())).isTrue();
            assertThat(users.find("grace").orElseThrow().roles()).containsExactly(Role.VIEWER);
            assertThat(jdbc.queryForList(
                            "select action from audit.event where resource_id = ? order by tx, seq",
                            String.class,
                            GRACE.toString()))
                    .containsExactly("user.create", "user.change_password");
        } finally {
            jdbc.update("delete from user_account where id = ?", GRACE);
        }
    }

    @Test
    void refusesAFileThatNamesSomebodyTwice() {
        UserFile.Entry one = entry("first password", Role.VIEWER);

        assertThatThrownBy(() -> new UserFile(List.of(one, one))).hasMessageContaining("grace");
    }

    @Test
    void refusesUsersThatCannotBe() {
        assertThatThrownBy(() -> entry("short", Role.VIEWER)).hasMessageContaining("password");
        assertThatThrownBy(() -> entry("long enough", Role.SERVICE)).hasMessageContaining("roles");
        assertThatThrownBy(() -> new UserFile.Entry(
                        "Not a name", "long enough", GRACE, null, List.of(Role.VIEWER), List.of(), List.of(), null))
                .hasMessageContaining("username");
        assertThat(entry("long enough", Role.VIEWER).toString()).doesNotContain("long enough");
    }

    private String hash() {
        return String.valueOf(
                jdbc.queryForObject("select password_hash from user_account where id = ?", String.class, GRACE));
    }

    private static UserFile file(String password, Role role) {
        return new UserFile(List.of(entry(password, role)));
    }

    private static UserFile.Entry entry(String password, Role role) {
        return new UserFile.Entry("grace", password, GRACE, "Grace", List.of(role), List.of("*"), List.of("*"), null);
    }
}
