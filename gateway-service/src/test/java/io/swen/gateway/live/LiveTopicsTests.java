package io.swen.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveTopicsTests {

    @Test
    void hasAPermissionForEveryEventThatIsDescribed() throws IOException {
        try (Stream<Path> schemas = Files.list(Path.of("../docs/events"))) {
            List<String> types = schemas.map(
                            file -> file.getFileName().toString().replace(".json", ""))
                    .toList();
            assertThat(types)
                    .isNotEmpty()
                    .allSatisfy(type -> assertThat(LiveTopics.permission("io.swen." + type))
                            .as(type)
                            .isNotNull());
        }
    }

    @Test
    void tellsNobodyOfWhatIsNotListedAndOthersOnlyWhatTheirRolesAllow() {
        assertThat(LiveTopics.mayHear(actor(Role.ADMIN), "io.swen.SomethingNew"))
                .isFalse();
        assertThat(LiveTopics.mayHear(actor(Role.ADMIN), "UserErased")).isFalse();
        assertThat(LiveTopics.mayHear(actor(Role.ADMIN), "io.swen.UserErased")).isTrue();
        assertThat(LiveTopics.mayHear(actor(Role.VIEWER), "io.swen.UserErased")).isFalse();
        assertThat(LiveTopics.mayHear(actor(Role.VIEWER), "io.swen.DecisionMade"))
                .isTrue();
    }

    private static Actor actor(Role role) {
        return new Actor(new UUID(0, 1), "someone", Set.of(role), Set.of("*"), Set.of("*"));
    }
}
