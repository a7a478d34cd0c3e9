package io.swen.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PermissionTests {

    @Test
    void letsProgramsThatWatchThePlatformDoOnlyWhatNamesThem() {
        assertThat(Arrays.stream(Permission.values())
                        .filter(permission -> permission.isGrantedToService("swen-prometheus")))
                .containsExactly(Permission.OPERATIONS_READ);
        assertThat(Arrays.stream(Permission.values())
                        .filter(permission -> permission.isGrantedToService("swen-alertmanager")))
                .containsExactly(Permission.ALERT_WRITE);
    }

    @Test
    void letsServicesDoWhatIsForAnyService() {
        assertThat(Permission.OPERATIONS_READ.isGrantedToService("swen-routing"))
                .isTrue();
        assertThat(Permission.ALERT_WRITE.isGrantedToService("swen-gitops")).isTrue();
        assertThat(Permission.CHANGE_CANCEL.isGrantedToService("swen-routing")).isTrue();
        assertThat(Permission.CHANGE_CANCEL.isGrantedToService("swen-gitops")).isFalse();
    }
}
