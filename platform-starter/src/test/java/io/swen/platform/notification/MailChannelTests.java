package io.swen.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.json.JsonMapper;

class MailChannelTests {

    @Test
    void sendsALetterAsAPageWithItsTextAndItsFile() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setHost("127.0.0.1");
            sender.setPort(server.getSmtp().getPort());
            MailChannel channel =
                    new MailChannel(new Receiver.Email("swen@example.org", List.of("finance@example.org")), sender);
            UUID id = UUID.randomUUID();
            channel.send(new Delivery(
                    id,
                    "finance",
                    UUID.randomUUID(),
                    "report.weekly",
                    new JsonMapper()
                            .valueToTree(Map.of(
                                    "type", "report.weekly",
                                    "title", "SWEN weekly report\r\nBcc: everybody@example.org",
                                    "text", "Spent 3.00 USD",
                                    "html", "<h1>Spent 3.00 USD</h1>",
                                    "file_name", "swen-weekly.csv",
                                    "file", "section,key\r\nspend,total\r\n")),
                    1,
                    Instant.parse("2026-11-23T10:00:00Z")));

            MimeMessage mail = server.getReceivedMessages()[0];
            String whole = GreenMailUtil.getWholeMessage(mail);
            assertThat(mail.getSubject()).startsWith("SWEN weekly report");
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getMessageID()).isEqualTo("<" + id + "@swen>");
            assertThat(whole)
                    .contains("multipart/alternative", "text/plain", "text/html", "<h1>Spent 3.00 USD</h1>")
                    .contains("filename=swen-weekly.csv", "text/csv");
        } finally {
            server.stop();
        }
    }
}
