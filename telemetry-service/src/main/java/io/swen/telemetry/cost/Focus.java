package io.swen.telemetry.cost;

import io.swen.telemetry.cost.FocusColumn.Type;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ledger in the columns of FOCUS 1.3, dataset Cost and Usage.
 *
 * @see <a href="https://focus.finops.org/focus-specification/v1-3/">the specification</a>
 */
public final class Focus {

    /** The version of the specification that the columns are of. */
    public static final String VERSION = "1.3";

    private static final String COMPANY =
            "case e.provider when 'aws' then 'Amazon Web Services' when 'alibaba' then 'Alibaba Cloud' else e.provider end";
    private static final String MONTH = "date_trunc('month', e.charge_start at time zone 'UTC')";
    private static final String LOCAL = "substr(%1$s, strpos(%1$s, ':') + 1)";
    private static final String SKU_PRICE = "e.sku || coalesce('/' || e.purchase_option, '')";
    /** Taxes and credits have no price list behind them. */
    private static final String OF_USE = "case when e.charge_category in ('Usage', 'Purchase') then %s end";

    /** All columns, in the order of the specification's names. */
    public static final List<FocusColumn> COLUMNS = List.of(
            text("AvailabilityZone", true, LOCAL.formatted("e.zone")),
            decimal("BilledCost", false, "e.cost_usd"),
            text("BillingAccountId", false, "coalesce(e.account, 'unknown')"),
            text("BillingAccountName", true, "null::text"),
            text("BillingAccountType", true, "null::text"),
            text("BillingCurrency", false, "'USD'"),
            time("BillingPeriodEnd", "((" + MONTH + " + interval '1 month') at time zone 'UTC')"),
            time("BillingPeriodStart", "(" + MONTH + " at time zone 'UTC')"),
            text("ChargeCategory", false, "e.charge_category"),
            text("ChargeClass", true, "null::text"),
            text("ChargeDescription", true, "e.description"),
            text(
                    "ChargeFrequency",
                    false,
                    "case e.charge_category when 'Usage' then 'Usage-Based' when 'Purchase' then 'Recurring' else 'One-Time' end"),
            time("ChargePeriodEnd", "e.charge_end"),
            time("ChargePeriodStart", "e.charge_start"),
            decimal("ConsumedQuantity", true, "case when e.charge_category = 'Usage' then e.quantity end"),
            text(
                    "ConsumedUnit",
                    true,
                    "case when e.charge_category = 'Usage' and e.quantity is not null then e.unit end"),
            decimal("ContractedCost", false, "e.cost_usd"),
            decimal("ContractedUnitPrice", true, OF_USE.formatted("round(e.cost_usd / nullif(e.quantity, 0), 12)")),
            decimal("EffectiveCost", false, "e.cost_usd"),
            text("HostProviderName", false, COMPANY),
            text("InvoiceId", true, "null::text"),
            text("InvoiceIssuerName", false, COMPANY),
            decimal("ListCost", false, "e.list_usd"),
            decimal("ListUnitPrice", true, OF_USE.formatted("round(e.list_usd / nullif(e.quantity, 0), 12)")),
            text(
                    "PricingCategory",
                    true,
                    OF_USE.formatted(
                            "case e.purchase_option when 'spot' then 'Dynamic' when 'reserved' then 'Committed'"
                                    + " else 'Standard' end")),
            text("PricingCurrency", true, "e.pricing_currency"),
            decimal(
                    "PricingCurrencyContractedUnitPrice",
                    true,
                    OF_USE.formatted("round(e.pricing_currency_cost / nullif(e.quantity, 0), 12)")),
            decimal("PricingCurrencyEffectiveCost", false, "round(e.pricing_currency_cost, 12)"),
            decimal(
                    "PricingCurrencyListUnitPrice",
                    true,
                    OF_USE.formatted(
                            "case when e.pricing_currency = 'USD' then round(e.list_usd / nullif(e.quantity, 0), 12) end")),
            decimal("PricingQuantity", true, OF_USE.formatted("e.quantity")),
            text("PricingUnit", true, OF_USE.formatted("case when e.quantity is not null then e.unit end")),
            text("ProviderName", false, COMPANY),
            text("PublisherName", false, COMPANY),
            text("RegionId", true, LOCAL.formatted("e.region")),
            text("RegionName", true, "(select r.city from region r where r.name = e.region)"),
            text("ResourceId", true, "e.resource_id"),
            text(
                    "ResourceName",
                    true,
                    "case when e.resource_id is not null then e.workload || coalesce('-' || e.replica, '') end"),
            text(
                    "ResourceType",
                    true,
                    "case when e.resource_id is not null and e.service_category = 'Compute' then 'Virtual Machine' end"),
            text("ServiceCategory", false, "e.service_category"),
            text("ServiceName", false, "e.service"),
            text("ServiceProviderName", false, COMPANY),
            text(
                    "ServiceSubcategory",
                    true,
                    "case when e.service_category = 'Compute' and e.instance_type is not null then 'Virtual Machines' else 'Other ('"
                            + " || e.service_category || ')' end"),
            text("SkuId", true, OF_USE.formatted("e.sku")),
            text("SkuMeter", true, OF_USE.formatted("case when e.instance_type is not null then 'Instance Hours' end")),
            json(
                    "SkuPriceDetails",
                    OF_USE.formatted(
                            "case when e.instance_type is not null then json_build_object('InstanceType', e.instance_type)::text end")),
            text("SkuPriceId", true, OF_USE.formatted(SKU_PRICE)),
            text("SubAccountId", true, "null::text"),
            text("SubAccountName", true, "null::text"),
            text("SubAccountType", true, "null::text"),
            json(
                    "Tags",
                    "json_strip_nulls(json_build_object('swen:team', e.team, 'swen:workload', e.workload,"
                            + " 'swen:replica', e.replica::text, 'Environment', e.environment))::text"),
            text("x_Basis", false, "e.basis"),
            decimal("x_BaselineCost", true, "round(e.baseline_usd, 12)"),
            text("x_Environment", true, "e.environment"),
            text("x_Estimated", false, "case when e.estimated then 'true' else 'false' end"),
            decimal("x_MeteredCost", true, "e.metered_usd"),
            text("x_Simulated", false, "case when e.simulated then 'true' else 'false' end"),
            text("x_Team", true, "e.team"),
            text("x_Workload", true, "e.workload"));

    private Focus() {}

    /** The select list: every column under its name. Instants are written as the specification wants them in text. */
    static String selectText() {
        return COLUMNS.stream()
                .map(column -> (column.type() == Type.DATE_TIME ? textual(column.sql()) : "(" + column.sql() + ")")
                        + " as \"" + column.id() + "\"")
                .collect(Collectors.joining(", "));
    }

    /** A query of all rows whose charge begins within a day, for an export; {@code day} is ISO 8601. */
    public static String exportOfDay(java.time.LocalDate day) {
        return "select " + selectText() + " from cost_entry e where e.charge_start >= '" + day
                + " 00:00:00+00' and e.charge_start < '" + day.plusDays(1)
                + " 00:00:00+00' order by e.charge_start, e.entry_key";
    }

    private static String textual(String instant) {
        return "to_char(" + instant + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
    }

    private static FocusColumn text(String id, boolean nullable, String sql) {
        return new FocusColumn(id, Type.STRING, nullable, sql);
    }

    private static FocusColumn decimal(String id, boolean nullable, String sql) {
        return new FocusColumn(id, Type.DECIMAL, nullable, sql);
    }

    private static FocusColumn time(String id, String sql) {
        return new FocusColumn(id, Type.DATE_TIME, false, sql);
    }

    private static FocusColumn json(String id, String sql) {
        return new FocusColumn(id, Type.JSON, true, sql);
    }
}
