"""Every change of the organisation and of rights."""
