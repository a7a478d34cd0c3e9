package io.swen.platform.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * An amount in an ISO 4217 currency; a rate is an amount per hour. Written as {@code {"amount":"0.0340","currency":"USD"}}.
 *
 * @param amount exact, any sign, at most 12 digits after the point
 */
public record Money(
        @JsonSerialize(using = PlainDecimalSerializer.class) BigDecimal amount, String currency) {

    private static final int FINEST_SCALE = 12;

    public Money {
        Currency.getInstance(currency);
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
    static final class PlainDecimalSerializer extends tools.jackson.databind.ValueSerializer<BigDecimal> {

        @Override
        public void serialize(
                BigDecimal value,
                tools.jackson.core.JsonGenerator generator,
                tools.jackson.databind.SerializationContext context) {
            generator.writeString(value.toPlainString());
        }
    }
}
