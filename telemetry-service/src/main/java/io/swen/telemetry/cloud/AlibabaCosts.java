package io.swen.telemetry.cloud;

import com.aliyuncs.bssopenapi.model.v20171214.DescribeInstanceBillRequest;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.BilledAmount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Daily bills by instance from Alibaba Cloud's billing service. */
@Component
class AlibabaCosts implements SdkTelemetrySource.Costs {

    private static final String SOURCE = "alibaba-instance-bill";
    private static final int ITEMS_IN_ONE_CALL = 300;
    /** "key:swen:team value:research; key:Environment value:dev". */
    private static final Pattern TAG = Pattern.compile("key:(.+?) value:([^;]*)(?:; |;|$)");

    private static final Pattern REGION = Pattern.compile("[a-z]{2}-[a-z0-9-]{2,30}");

    private final AlibabaClients alibaba;

    AlibabaCosts(AlibabaClients alibaba) {
        this.alibaba = alibaba;
    }

    /** A day is finished within one. */
    @Override
    public int billedDays() {
        return 3;
    }

    @Override
    public List<BilledAmount> bills(LocalDate from, LocalDate to) {
        List<BilledAmount> amounts = new ArrayList<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            read(day, amounts);
        }
        return amounts;
    }

    private void read(LocalDate day, List<BilledAmount> into) {
        Pages.readAll(Provider.ALIBABA, "bills of " + day, token -> {
            DescribeInstanceBillRequest request = new DescribeInstanceBillRequest();
            request.setBillingCycle(YearMonth.from(day).toString());
            request.setGranularity("DAILY");
            request.setBillingDate(day.toString());
            request.setIsHideZeroCharge(true);
            request.setMaxResults(ITEMS_IN_ONE_CALL);
            request.setNextToken(token);
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_INSTANCE_BILL, AlibabaClients.HOME, request);
            // The billing service answers 200 also where it refuses.
            if (!answer.path("Success").asBoolean(false)) {
                throw new CloudException(
                        Provider.ALIBABA,
                        answer.path("Code").asString("").startsWith("Throttling")
                                ? CloudErrorCode.THROTTLED
                                : CloudErrorCode.REFUSED,
                        "DescribeInstanceBill: " + answer.path("Code").asString("") + " "
                                + answer.path("Message").asString(""),
                        null);
            }
            for (JsonNode item : answer.at("/Data/Items")) {
                into.add(amount(day, item));
            }
            return answer.at("/Data/NextToken").asString("");
        });
    }

    private static BilledAmount amount(LocalDate day, JsonNode item) {
        Map<String, String> tags = new HashMap<>();
        Matcher tag = TAG.matcher(item.path("Tag").asString(""));
        while (tag.find()) {
            tags.put(tag.group(1), tag.group(2).strip());
        }
        String region = item.path("Region").asString("");
        String resource = item.path("InstanceID").asString("");
        return new BilledAmount(
                day,
                SOURCE,
                item.path("ProductCode").asString("unknown"),
                REGION.matcher(region).matches() ? Provider.ALIBABA.qualify(region) : null,
                resource.isEmpty() ? null : resource,
                tags,
                item.path("PretaxAmount").decimalValue(BigDecimal.ZERO),
                item.path("Currency").asString("CNY"),
                // Final once the month is settled, which the daily bill does not say.
                true);
    }
}
