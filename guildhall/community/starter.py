"""A process map to begin with: title, who does it, how, and the page where it is done (B18)."""

MAP = "From a lead to a shared employer"
STEPS = (
    ("Somebody hears of an employer", "Anybody on the staff", "Enter the name first: it may be known.", "employer-add"),
    ("First conversation", "Regional Director, or the college", "Listen for what they need first.", "crm"),
    ("Vet by the criteria", "Whoever holds the employer", "Each criterion is answered with its evidence.", "crm"),
    ("A second person confirms", "Another director", "Nobody confirms what they vetted themselves.", "crm"),
    ("Share with the colleges", "Regional Director", "Look at the preview: this is what all will see.", "crm"),
    ("Keep what was promised", "Whoever promised", "It closes when the other side says so.", "follow-ups"),
)
