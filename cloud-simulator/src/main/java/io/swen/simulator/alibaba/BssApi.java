package io.swen.simulator.alibaba;

import io.swen.catalog.Provider;
import io.swen.simulator.billing.Bills;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.protocol.PageToken;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The billing service, version 2017-12-14: DescribeInstanceBill by day. */
final class BssApi {

    private static final int MOST_ITEMS = 300;

    private final Bills bills;
    private final SimulatedClock clock;

    BssApi(Market market, Fleet fleet, SimulatedClock clock) {
        this.bills = new Bills(Provider.ALIBABA, market, fleet);
        this.clock = clock;
    }

    Map<String, Object> answer(String action, RpcParameters in, String account) {
        if (!action.equals("DescribeInstanceBill")) {
            throw new AlibabaException(
                    404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
        }
        YearMonth cycle = cycle(in.required("BillingCycle"));
        if (!in.get("Granularity", "MONTHLY").equals("DAILY")) {
            throw AlibabaException.invalid("Granularity", in.get("Granularity", "MONTHLY"));
        }
        LocalDate day = day(in.required("BillingDate"));
        if (!YearMonth.from(day).equals(cycle)) {
            throw AlibabaException.invalid("BillingDate", day.toString());
        }
        int size = in.number("MaxResults", 20, 1, MOST_ITEMS);
        String token = in.get("NextToken", "");
        String after = token.isEmpty()
                ? ""
                : PageToken.read(token, 1)
                        .orElseThrow(() -> AlibabaException.invalid("NextToken", token))
                        .getFirst();
        List<Bills.Line> rest = bills.of(account, day, clock.instant()).stream()
                .filter(line -> line.instance().id().compareTo(after) > 0)
                .sorted((a, b) -> a.instance().id().compareTo(b.instance().id()))
                .toList();
        List<Bills.Line> page = rest.subList(0, Math.min(size, rest.size()));
        var data = new LinkedHashMap<String, Object>();
        data.put("BillingCycle", cycle.toString());
        data.put("AccountID", account);
        data.put("AccountName", "swen-simulator");
        data.put("TotalCount", rest.size());
        data.put("MaxResults", size);
        if (rest.size() > page.size()) {
            data.put("NextToken", PageToken.of(page.getLast().instance().id()));
        }
        data.put("Items", page.stream().map(line -> item(line, account)).toList());
        var out = new LinkedHashMap<String, Object>();
        out.put("Code", "Success");
        out.put("Message", "Successful!");
        out.put("Success", true);
        out.put("Data", data);
        return out;
    }

    private static Map<String, Object> item(Bills.Line line, String account) {
        SimInstance i = line.instance();
        return EcsApi.ordered(
                "BillingDate",
                line.day().toString(),
                "InstanceID",
                i.id(),
                "NickName",
                i.name(),
                "InstanceSpec",
                i.type(),
                "ProductCode",
                "ecs",
                "ProductName",
                "Elastic Compute Service",
                "SubscriptionType",
                "PayAsYouGo",
                "Region",
                i.region(),
                "Zone",
                i.zone(),
                "Tag",
                i.tags().entrySet().stream()
                        .map(tag -> "key:" + tag.getKey() + " value:" + tag.getValue())
                        .collect(Collectors.joining("; ")),
                "OwnerID",
                account,
                "BillAccountID",
                account,
                "Currency",
                line.currency(),
                "PretaxGrossAmount",
                line.amount().setScale(6, RoundingMode.HALF_UP),
                "InvoiceDiscount",
                0,
                "PretaxAmount",
                line.amount().setScale(6, RoundingMode.HALF_UP),
                "ServicePeriod",
                Long.toString(line.charged().toSeconds()),
                "ServicePeriodUnit",
                "Seconds");
    }

    private static YearMonth cycle(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw AlibabaException.invalid("BillingCycle", text);
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw AlibabaException.invalid("BillingDate", text);
        }
    }
}
