package io.swen.platform.error;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/** Stands beside the console: what is logged as an error, or as a warning with an exception, is gathered. */
final class ErrorAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements InitializingBean, DisposableBean {

    private final ErrorGroups groups;

    ErrorAppender(ErrorGroups groups) {
        this.groups = groups;
    }

    @Override
    protected void append(ILoggingEvent event) {
        Level level = event.getLevel();
        if (level.isGreaterOrEqual(Level.ERROR)
                || (level.isGreaterOrEqual(Level.WARN) && event.getThrowableProxy() != null)) {
            groups.seen(event);
        }
    }

    @Override
    public void afterPropertiesSet() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext logback) {
            setContext(logback);
            setName("errors-" + System.identityHashCode(this));
            start();
            logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
        }
    }

    @Override
    public void destroy() {
        if (getContext() instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
            stop();
        }
    }
}
