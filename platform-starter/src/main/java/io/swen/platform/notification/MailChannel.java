package io.swen.platform.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends mail; the Message-ID is the notification's, so that mailboxes recognise what they got already. */
final class MailChannel implements Channel {

    private static final Pattern TYPE = Pattern.compile("[a-z]{1,30}");

    private final Receiver.Email email;
    private final JavaMailSender sender;

    MailChannel(Receiver.Email email, JavaMailSender sender) {
        this.email = email;
        this.sender = sender;
    }

    @Override
    public void send(Delivery delivery) throws IOException {
        try {
            MimeMessage mail = new NamedMessage(sender.createMimeMessage(), "<" + delivery.id() + "@swen>");
            MimeMessageHelper helper =
                    new MimeMessageHelper(mail, delivery.html() != null, StandardCharsets.UTF_8.name());
            helper.setFrom(Objects.requireNonNull(email.from()));
            helper.setTo(email.to().toArray(String[]::new));
            // A line break in a subject would be a header of its own.
            helper.setSubject(delivery.title().replaceAll("[\\r\\n]", " "));
            String html = delivery.html();
            if (html == null) {
                helper.setText(delivery.text());
                // Such as X-Swen-Incident, by which mailboxes put together what belongs together.
                String type = delivery.payload()
                        .path("type")
                        .asString(delivery.kind())
                        .split("\\.", 2)[0];
                if (TYPE.matcher(type).matches()) {
                    mail.setHeader(
                            "X-Swen-" + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1),
                            delivery.subject().toString());
                }
            } else {
                helper.setText(delivery.text(), html);
                helper.addAttachment(
                        delivery.payload().path("file_name").asString("report.csv"),
                        new ByteArrayResource(
                                delivery.payload().path("file").asString("").getBytes(StandardCharsets.UTF_8)),
                        "text/csv; charset=UTF-8");
            }
            sender.send(mail);
        } catch (MailException | MessagingException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A message that keeps the id it was given. */
    private static final class NamedMessage extends MimeMessage {

        private final String id;

        NamedMessage(MimeMessage empty, String id) {
            super(empty.getSession());
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
