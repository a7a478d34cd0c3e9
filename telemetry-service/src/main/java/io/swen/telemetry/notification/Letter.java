package io.swen.telemetry.notification;

import java.util.UUID;

/**
 * Something that is sent once to receivers that are named: mail gets the page and the file, programs get the data.
 *
 * @param subject the thing that it is about, such as a report
 * @param kind what it is, such as {@code report.weekly}
 * @param text for mail programs and chats that show no page
 * @param html the same as a page
 * @param fileName of the file, such as {@code report.csv}
 * @param file CSV
 * @param data what programs get, written as JSON
 */
public record Letter(
        UUID subject, String kind, String title, String text, String html, String fileName, String file, Object data) {}
