package io.swen.platform.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sends a batch as RFC 5424 messages of facility 13 (log audit) whose text is the row in JSON. */
final class SyslogTarget implements PushExport.Target {

    private static final int FACILITY = 13;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int LONGEST_MESSAGE_ID = 32;

    private final String host;
    private final AuditProperties.Syslog properties;
    private final AuditSearch lines;
    private final String service;

    SyslogTarget(AuditProperties.Syslog properties, AuditSearch lines, String service) {
        this.host = Objects.requireNonNull(properties.host());
        this.properties = properties;
        this.lines = lines;
        this.service = service;
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public void send(SealedBatch batch) throws IOException {
        List<byte[]> messages = new ArrayList<>(batch.entries().size());
        for (SealedBatch.Entry entry : batch.entries()) {
            messages.add(message(entry.row()).getBytes(StandardCharsets.UTF_8));
        }
        switch (properties.transport()) {
            case TCP -> overTcp(messages);
            case UDP -> overUdp(messages);
        }
    }

    String message(AuditRow row) {
        int severity = row.outcome().equals(AuditOutcome.SUCCEEDED.id()) ? NOTICE : WARNING;
        return "<" + (FACILITY * 8 + severity) + ">1 " + row.at() + " - swen-" + service + " - "
                + messageId(row.action()) + " - " + lines.line(row, AuditSearch.ExportFormat.JSONL);
    }

    /** Printable ASCII without spaces, as the standard asks. */
    private static String messageId(String action) {
        String id = action.replaceAll("[^\\x21-\\x7e]", "_");
        return id.isEmpty() ? "-" : id.substring(0, Math.min(id.length(), LONGEST_MESSAGE_ID));
    }

    /** Octet counting (RFC 6587), so that nothing in a message can end it. */
    private void overTcp(List<byte[]> messages) throws IOException {
        int timeout = (int) properties.timeout().toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, properties.port()), timeout);
            socket.setSoTimeout(timeout);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            for (byte[] message : messages) {
                out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
                out.write(message);
            }
            out.flush();
        }
    }

    private void overUdp(List<byte[]> messages) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress address = InetAddress.getByName(host);
            for (byte[] message : messages) {
                socket.send(new DatagramPacket(message, message.length, address, properties.port()));
            }
        }
    }
}
