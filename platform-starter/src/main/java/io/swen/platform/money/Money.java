package io.swen.platform.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * An amount in an ISO 4217 currency; a rate is an amount per hour. Written as {@code {"amount":"0.0340","currency":"USD"}}.
 *
 * @param amount exact, any sign, at most 12 digits after the point
 */
public record Money(
        @JsonSerialize(using = PlainDecimalSerializer.class) @JsonDeserialize(using = PlainDecimalDeserializer.class)
        BigDecimal amount,

        String currency) {

    private static final int FINEST_SCALE = 12;

    public Money {
        try {
            Currency.getInstance(currency);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an amount in an ISO 4217 currency such as USD or CNY", e);
        }
        if (amount.scale() > FINEST_SCALE) {
            amount = amount.setScale(FINEST_SCALE, RoundingMode.HALF_EVEN);
        }
    }

    public static Money usd(BigDecimal amount) {
        return new Money(amount, "USD");
    }

    public static Money usd(String amount) {
        return usd(new BigDecimal(amount));
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(amount.add(other.amount), currency);
    }

    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(amount.subtract(other.amount), currency);
    }

    public Money times(BigDecimal factor) {
        return new Money(amount.multiply(factor), currency);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot mix " + currency + " and " + other.currency);
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }

    /** Writes a decimal as a string without an exponent. */
    static final class PlainDecimalSerializer extends ValueSerializer<BigDecimal> {

        @Override
        public void serialize(BigDecimal value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toPlainString());
        }
    }

    /** Reads a decimal from a string only: a JSON number may have gone through a binary float on its way. */
    static final class PlainDecimalDeserializer extends ValueDeserializer<BigDecimal> {

        private static final int LONGEST = 40;

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            if (text.length() <= LONGEST && text.matches("-?[0-9]+(\\.[0-9]+)?")) {
                return new BigDecimal(text);
            }
            return (BigDecimal) context.handleWeirdStringValue(
                    BigDecimal.class, text, "money is a decimal in a string, such as \"0.034\"");
        }
    }
}
