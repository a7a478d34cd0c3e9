package io.swen.simulator.alibaba;

/** An error as Alibaba Cloud's RPC gateways answer it. */
final class AlibabaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    AlibabaException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static AlibabaException badRequest(String code, String message) {
        return new AlibabaException(400, code, message);
    }

    static AlibabaException missing(String parameter) {
        return badRequest(
                "MissingParameter",
                "The input parameter \"" + parameter
                        + "\" that is mandatory for processing this request is not supplied.");
    }

    static AlibabaException invalid(String parameter, String value) {
        return badRequest("InvalidParameter", "The specified parameter \"" + parameter + "\" is not valid: " + value);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
