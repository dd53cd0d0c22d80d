"""What a request does: translate, perform one use case, show its result; one noun a module."""
