package io.swen.identity.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTests {

    private final PasswordRules rules = new PasswordRules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "purple elephants knit",
                "aaaa bbbb cccc dddd eeee",
                "\u043f\u0430\u0440\u043e\u043b\u044c \u0434\u043b\u0438\u043d\u043d\u044b\u0439",
                "kJ8!x-92hfQzLm"
            })
    void takesAnyLongPasswordWhateverItIsMadeOf(String password) {
        assertThat(rules.refusal("ada", password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012", "passwordpassword", "Password2026!", "!!!!!sunshine!!!!!", "1q2w3e4r5t6y"})
    void refusesWhatGuessersTryFirst(String password) {
        assertThat(rules.refusal("ada", password))
                .hasValueSatisfying(why -> assertThat(why).contains("guessers"));
    }

    @Test
    void refusesWhatIsTooShortTooLongOrTooSimple() {
        assertThat(rules.refusal("ada", "short but ok".substring(1))).isPresent();
        assertThat(rules.refusal("ada", "short but ok")).isEmpty();
        assertThat(rules.refusal("ada", "long but fine. ".repeat(10).substring(0, 128)))
                .isEmpty();
        assertThat(rules.refusal("ada", "too long ".repeat(30))).isPresent();
        assertThat(rules.refusal("ada", "abababababababab")).isPresent();
    }

    @Test
    void refusesTheOwnersName() {
        assertThat(rules.refusal("approver1", "I am Approver1 here")).isPresent();
    }
}
