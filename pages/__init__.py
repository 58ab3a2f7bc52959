"""The pages: each reads widgets, calls `ae`, and shows what comes back."""
