package dev.switchyard.client;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The messages of a streaming call, read once and by one thread. Closing it early, from any thread, cancels the call, which stops
 * the work at the provider; a stream that is neither read to its end nor closed runs on until its deadline. A slow reader slows the
 * sender down. A failure is thrown by {@link #hasNext} as a {@link SwitchyardException}.
 */
public final class AnswerStream<T> implements Iterator<T>, Iterable<T>, AutoCloseable {
  private final Context.CancellableContext context;
  private final Iterator<T> messages;

  private AnswerStream(Context.CancellableContext context, Iterator<T> messages) {
    this.context = context;
    this.messages = messages;
  }

  /** Makes a call and waits for its first message. Throws StatusRuntimeException when there is none but a failure. */
  static <T> AnswerStream<T> open(Supplier<Iterator<T>> call) {
    var context = Context.current().withCancellation();
    try {
      var messages = begin(context, call);
      if (!messages.hasNext()) context.close();
      return new AnswerStream<>(context, messages);
    } catch (RuntimeException failure) {
      context.close();
      throw failure;
    }
  }

  private static <T> Iterator<T> begin(Context context, Supplier<Iterator<T>> call) {
    var outer = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(outer);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      boolean more = messages.hasNext();
      if (!more) close();
      return more;
    } catch (StatusRuntimeException failure) {
      close();
      throw SwitchyardException.of(failure);
    }
  }

  @Override
  public T next() {
    hasNext();
    return messages.next();
  }

  /** Itself: the messages that are not read yet. */
  @Override
  public Iterator<T> iterator() {
    return this;
  }

  /** The messages that are not read yet. Closing the result closes this. */
  public Stream<T> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false).onClose(this::close);
  }

  /** Cancels the call unless it has ended. */
  @Override
  public void close() {
    context.close();
  }
}
