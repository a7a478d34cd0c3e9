package io.swen.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClientsTests {

    @Test
    void refusesASecretThatCouldBeGuessed() {
        assertThatThrownBy(() -> new Clients.Entry("swen-routing", "short"))
                .hasMessageContaining("at least 32")
                .hasMessageNotContaining("short\"");
    }

    @Test
    void refusesASecretForTheCommandLineWhichCannotKeepOne() {
        assertThatThrownBy(() -> new Clients.Entry("swen-cli", "0123456789abcdef0123456789abcdef"))
                .hasMessageContaining("client_id");
    }

    @Test
    void givesAServiceTheSameActorIdEachTime() {
        assertThat(TokenClaims.serviceId("swen-routing"))
                .isEqualTo(TokenClaims.serviceId("swen-routing"))
                .isNotEqualTo(TokenClaims.serviceId("swen-gitops"));
        assertThat(TokenClaims.serviceId("swen-routing").version()).isEqualTo(5);
    }

    @Test
    void showsNoSecretInLogs() {
        assertThat(new Clients.Entry("swen-routing", "0123456789abcdef0123456789abcdef").toString())
                .doesNotContain("0123456789");
    }
}
