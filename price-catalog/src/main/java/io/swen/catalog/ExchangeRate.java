package io.swen.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;

/** How many units of {@code quote} one unit of {@code base} was worth on a day. */
public record ExchangeRate(String base, String quote, BigDecimal rate, LocalDate asOf, String source) {

    /** 1 USD = 7.12 CNY, October 2024, rounded: the month of the Alibaba Cloud list. */
    public static final ExchangeRate USD_CNY_OCTOBER_2024 = new ExchangeRate(
            "USD", "CNY", new BigDecimal("7.12"), LocalDate.of(2024, 10, 1), "rounded market rate of October 2024");

    public ExchangeRate {
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException("exchange rate " + base + "/" + quote + " is " + rate);
        }
    }

    /**
     * Converts an amount to {@code base}.
     *
     * @return the amount, with ten decimals if it had to be converted
     * @throws IllegalArgumentException for a currency this rate does not speak of
     */
    public BigDecimal toBase(BigDecimal amount, String currency) {
        if (currency.equals(base)) {
            return amount;
        }
        if (!currency.equals(quote)) {
            throw new IllegalArgumentException("no rate from " + currency + " to " + base);
        }
        return amount.divide(rate, MathContext.DECIMAL64).setScale(10, RoundingMode.HALF_UP);
    }
}
